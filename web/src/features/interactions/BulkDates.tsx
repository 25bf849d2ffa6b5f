// Other days for many: all to one, each by so many days, or spread so that nobody has too much.

import { useEffect, useState } from "react";
import { useText } from "../../i18n/text.tsx";
import { DateField } from "../../ui/DateField.tsx";
import { Field } from "../../ui/Field.tsx";
import fields from "../../ui/Fields.module.css";
import { Select } from "../../ui/Select.tsx";
import type { FormProps } from "./BulkForm.tsx";
import type { BulkAct } from "./bulk.ts";
import { Radios } from "./Radios.tsx";

const WAYS = ["spread", "shift", "exact"] as const;
type Way = (typeof WAYS)[number];

interface Said {
  way: Way;
  days: string;
  perDay: string;
  by: string;
  unit: "business" | "calendar";
  day: string | null;
}

export function BulkDates({ onChange }: FormProps) {
  const t = useText();
  const [said, setSaid] = useState<Said>({
    way: "spread",
    days: "5",
    perDay: "",
    by: "1",
    unit: "business",
    day: null,
  });
  const say = (change: Partial<Said>) => setSaid((before) => ({ ...before, ...change }));
  useEffect(() => onChange(actOf(said)), [said, onChange]);
  return (
    <>
      <Radios
        label={t("interactions.how")}
        options={WAYS.map((id) => ({ id, label: t(`interactions.way.${id}`) }))}
        value={said.way}
        onChange={(way) => say({ way })}
        withDigits
      />
      <div className={fields.pair}>
        {said.way === "spread" && (
          <>
            <Count label={t("interactions.overDays")} value={said.days} onChange={(days) => say({ days })} />
            <Count label={t("interactions.perDay")} value={said.perDay} onChange={(perDay) => say({ perDay })} />
          </>
        )}
        {said.way === "shift" && (
          <>
            <Count label={t("interactions.byDays")} value={said.by} onChange={(by) => say({ by })} />
            <Select
              label={t("interactions.unit")}
              selectedKey={said.unit}
              onSelectionChange={(key) => say({ unit: key === "calendar" ? "calendar" : "business" })}
              options={[
                { id: "business", label: t("interactions.workingDays") },
                { id: "calendar", label: t("interactions.calendarDays") },
              ]}
            />
          </>
        )}
        {said.way === "exact" && (
          <DateField label={t("interactions.newDay")} value={said.day} onChange={(day) => say({ day })} />
        )}
      </div>
    </>
  );
}

function Count({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return <Field label={label} value={value} onChange={onChange} inputMode="numeric" maxLength={5} />;
}

/** Null while a number or the day is missing. */
export function actOf({ way, days, perDay, by, unit, day }: Said): BulkAct | null {
  if (way === "exact") return day === null ? null : { kind: "reschedule", due_at: day };
  if (way === "shift") {
    const count = whole(by);
    return count === null || count === 0 ? null : { kind: "reschedule", by_days: count, day_unit: unit };
  }
  const [over, most] = [whole(days), whole(perDay)];
  if (over === null || over < 1 || (perDay.trim() !== "" && (most === null || most < 1))) return null;
  return { kind: "reschedule", spread: { days: over, ...(most !== null && { per_day: most }) } };
}

function whole(text: string): number | null {
  return /^\s*-?\d{1,4}\s*$/.test(text) ? Number(text) : null;
}
