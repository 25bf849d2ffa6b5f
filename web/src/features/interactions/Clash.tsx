// Somebody else changed the same: both values side by side, and one is chosen.

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { peopleQuery, useTypeLabel } from "../../api/tenant.ts";
import { formatDay } from "../../core/format.ts";
import type { MessageId } from "../../i18n/ids.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import style from "./Detail.module.css";
import type { Draft, Field } from "./editing.ts";

const LABELS: Record<Field, MessageId> = {
  title: "interactions.subject",
  type: "interactions.type",
  priority: "interactions.priority",
  assignee_id: "interactions.assignee",
  description: "interactions.description",
  scheduled_at: "interactions.planned",
  due_at: "interactions.due",
  outcome_details: "interactions.details",
};

interface ClashProps {
  fields: Field[];
  mine: Draft;
  theirs: Draft;
  zone: string;
  onChoose: (field: Field, value: string | null) => void;
}

export function Clash({ fields, mine, theirs, onChoose }: ClashProps) {
  const t = useText();
  const words = useWritten();
  const [own] = useState(mine);
  return (
    <div className={style.clash} role="alert">
      <strong>{t("interactions.clash")}</strong>
      {fields.map((field) => (
        <fieldset key={field}>
          <legend>{t(LABELS[field])}</legend>
          <label>
            <input type="radio" name={field} defaultChecked onChange={() => onChoose(field, own[field])} />
            {t("interactions.yours", { value: words(field, own[field]) })}
          </label>
          <label>
            <input type="radio" name={field} onChange={() => onChoose(field, theirs[field])} />
            {t("interactions.theirs", { value: words(field, theirs[field]) })}
          </label>
        </fieldset>
      ))}
    </div>
  );
}

function useWritten(): (field: Field, value: string | null) => string {
  const t = useText();
  const typeLabel = useTypeLabel();
  const { data: people = [] } = useQuery(peopleQuery);
  return (field, value) => {
    if (value === null || value === "")
      return t(field === "assignee_id" ? "interactions.nobody" : "interactions.empty");
    if (field === "type") return typeLabel(value);
    if (field === "priority") return t(`interactions.priority.${value}` as MessageId);
    if (field === "assignee_id") return people.find(({ id }) => id === value)?.name ?? value;
    if (field === "scheduled_at" || field === "due_at")
      return [formatDay(value, formatLocale()), value.slice(11)].filter(Boolean).join(", ");
    return value;
  };
}
