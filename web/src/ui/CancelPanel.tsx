// Taking an item out of the plan: why, and how the relationship goes on.

import type { CancelInteraction } from "@onward/client";
import { type FormEvent, useState } from "react";
import type { Item } from "../api/items.ts";
import { useText } from "../i18n/text.tsx";
import { Button } from "./Button.tsx";
import { Field } from "./Field.tsx";
import style from "./ItemPanel.module.css";
import { Select } from "./Select.tsx";

const THEN = ["keep_moving", "advance", "exit"] as const;
type Then = (typeof THEN)[number];

interface CancelPanelProps {
  item: Item;
  onCancel: (how: CancelInteraction) => void;
  onKeep: () => void;
}

export function CancelPanel({ item, onCancel, onKeep }: CancelPanelProps) {
  const t = useText();
  const [reason, setReason] = useState("");
  const [then, setThen] = useState<Then>("keep_moving");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onCancel({ reason: reason.trim() || null, then });
  };
  return (
    <form className={style.panel} onSubmit={submit}>
      <Field label={t("items.cancelTitle")} value={reason} onChange={setReason} maxLength={500} autoFocus />
      {item.interaction.workflow_id !== null && (
        <Select
          label={t("items.cancelThen")}
          options={THEN.map((id) => ({ id, label: t(`items.then.${id}`) }))}
          value={then}
          onChange={(key) => setThen(THEN.find((each) => each === key) ?? then)}
        />
      )}
      <div className={style.usual}>
        <Button type="submit" look="danger">
          {t("items.cancelDo")}
        </Button>
        <Button look="quiet" onPress={onKeep}>
          {t("items.keep")}
        </Button>
      </div>
    </form>
  );
}
