// Saying a note of one's own otherwise, or removing it, where it stands in the thread.

import type { Note } from "@onward/client";
import { useState } from "react";
import { OnwardError, onward } from "../../api/client.ts";
import { explain } from "../../api/problems.ts";
import { offerUndo } from "../../core/undo.ts";
import { useText } from "../../i18n/text.tsx";
import { Banner } from "../../ui/Banner.tsx";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { KeyNames } from "../../ui/Keys.tsx";
import style from "./Thread.module.css";
import { usePlanChanged } from "./useRunningActs.ts";

export function NoteEditor({ note, onClose }: { note: Note; onClose: () => void }) {
  const t = useText();
  const changed = usePlanChanged();
  /** As it was when one last looked: what saving replaces. */
  const [seen, setSeen] = useState(note);
  const [body, setBody] = useState(note.body);
  const [fault, setFault] = useState<string | null>(null);
  const [isPending, setPending] = useState(false);
  const run = async (act: () => Promise<void>) => {
    setPending(true);
    try {
      await act();
      // Not before: in between, the thread would show the note as it was, and an editor opened there would begin with it.
      await changed();
      onClose();
    } catch (error) {
      const now = standing(seen, error);
      if (now !== null) setSeen(now);
      setFault(now === null ? explain(error) : t("customers.noteStale", { body: now.body }));
      setPending(false);
      await changed();
    }
  };
  const save = () =>
    run(async () => {
      if (body === seen.body) return;
      const { version } = await onward.customers.updateNote(note.id, body, { ifMatch: seen.version });
      const undo = () => onward.customers.updateNote(note.id, seen.body, { ifMatch: version }).finally(changed);
      offerUndo({ words: t("customers.noteChanged"), undo }, t("ui.undo"));
    });
  const remove = () =>
    run(async () => {
      await onward.customers.deleteNote(note.id, { ifMatch: seen.version });
      const undo = () => onward.customers.createNote(note.customer_id, seen.body).finally(changed);
      offerUndo({ words: t("customers.noteRemoved"), undo }, t("customers.noteAgain"));
    });
  return (
    <form
      className={style.composer}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {fault !== null && <Banner tone="failure">{fault}</Banner>}
      <Field
        label={t("customers.noteLabel")}
        lines={3}
        value={body}
        onChange={setBody}
        maxLength={10_000}
        autoFocus
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void save();
          else if (event.key === "Escape") onClose();
          else event.continuePropagation();
        }}
      />
      <div className={style.composerActs}>
        <Button look="quiet" onPress={() => void remove()}>
          {t("customers.noteRemove")}
        </Button>
        <Button onPress={onClose}>{t("ui.cancel")}</Button>
        <Button type="submit" look="strong" isPending={isPending} isDisabled={body.trim() === ""}>
          {t("customers.noteSubmit")}
          <KeyNames keys="mod+Enter" />
        </Button>
      </div>
    </form>
  );
}

/** The note as it is now, where a refusal tells that it was changed. */
function standing(note: Note, error: unknown): Note | null {
  if (!(error instanceof OnwardError) || error.code !== "stale" || error.current === null) return null;
  const { version, of } = error.current;
  return typeof of.body === "string" ? { ...note, version, body: of.body } : null;
}
