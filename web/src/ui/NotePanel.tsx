// A note about an item's customer.

import { type KeyboardEvent, useState } from "react";
import { customerOf } from "../api/acts.ts";
import type { Item } from "../api/items.ts";
import { useText } from "../i18n/text.tsx";
import { Button } from "./Button.tsx";
import { Field } from "./Field.tsx";
import style from "./ItemPanel.module.css";

interface NotePanelProps {
  item: Item;
  /** False when it was not kept: then it stays to be sent again. */
  onKeep: (body: string) => Promise<boolean>;
  onDone: () => void;
}

export function NotePanel({ item, onKeep, onDone }: NotePanelProps) {
  const t = useText();
  const [body, setBody] = useState("");
  const [isSending, setSending] = useState(false);
  const keep = async () => {
    if (body.trim() === "" || isSending) return;
    setSending(true);
    if (await onKeep(body)) onDone();
    else setSending(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void keep();
  };
  return (
    <div className={style.panel}>
      <Field
        label={t("items.noteTitle", { customer: customerOf(item) })}
        lines={3}
        value={body}
        onChange={setBody}
        onKeyDown={onKeyDown}
        maxLength={10_000}
        autoFocus
      />
      <div className={style.usual}>
        <Button look="strong" isPending={isSending} isDisabled={body.trim() === ""} onPress={() => void keep()}>
          {t("items.noteKeep")}
        </Button>
      </div>
    </div>
  );
}
