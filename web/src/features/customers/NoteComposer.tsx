// Writing something down about the customer.

import type { Customer } from "@onward/client";
import { useRef, useState } from "react";
import { onward } from "../../api/client.ts";
import { explain } from "../../api/problems.ts";
import { useCommands } from "../../core/keys.ts";
import { showToast } from "../../core/toasts.ts";
import { offerUndo } from "../../core/undo.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import style from "./Thread.module.css";
import { useMayChange } from "./useMayChange.ts";
import { usePlanChanged } from "./useRunningActs.ts";

export function NoteComposer({ customer }: { customer: Customer }) {
  return useMayChange(customer, "customers:write") ? <Composer customer={customer} /> : null;
}

function Composer({ customer }: { customer: Customer }) {
  const t = useText();
  const changed = usePlanChanged();
  const form = useRef<HTMLFormElement>(null);
  const [body, setBody] = useState("");
  const [isPending, setPending] = useState(false);
  useCommands({ note: () => form.current?.querySelector("textarea")?.focus() });
  const save = async () => {
    if (body.trim() === "" || isPending) return;
    setPending(true);
    try {
      const note = await onward.customers.createNote(customer.id, body);
      setBody("");
      const undo = () => onward.customers.deleteNote(note.id).finally(changed);
      offerUndo({ words: t("customers.noted"), undo }, t("ui.undo"));
    } catch (error) {
      showToast(explain(error), { tone: "failure" });
    } finally {
      setPending(false);
      changed();
    }
  };
  return (
    <form
      ref={form}
      className={style.composer}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Field
        label={t("customers.noteLabel")}
        placeholder={t("customers.noteHint")}
        lines={2}
        value={body}
        onChange={setBody}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void save();
          else if (event.key === "Escape") form.current?.querySelector("textarea")?.blur();
          else event.continuePropagation();
        }}
      />
      {body !== "" && (
        <div className={style.composerActs}>
          <Button type="submit" look="strong" isPending={isPending}>
            {t("customers.noteSubmit")}
          </Button>
        </div>
      )}
    </form>
  );
}
