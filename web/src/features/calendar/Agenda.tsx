// The days one below the other, with what is on them.

import { formatDay } from "../../core/format.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import style from "./Calendar.module.css";
import { Chip } from "./Chip.tsx";
import { Step } from "./Step.tsx";
import type { Shown } from "./shown.ts";

export function Agenda(shown: Shown) {
  const t = useText();
  const days = shown.days.filter(
    (day) => shown.byDay.has(day) || shown.ahead.has(day) || shown.daysOff.has(day) || shown.moving.to?.day === day,
  );
  if (days.length === 0) return <EmptyState title={t("calendar.emptyTitle")}>{t("calendar.emptyBody")}</EmptyState>;
  return (
    <ol className={style.agenda}>
      {days.map((day) => (
        <li
          key={day}
          data-day={day}
          data-today={day === shown.today || undefined}
          data-holiday={shown.daysOff.has(day) || undefined}
        >
          <h2 className={style.agendaDay}>
            {formatDay(day, formatLocale(), "full")} <span className={style.holiday}>{shown.daysOff.get(day)}</span>
          </h2>
          {(shown.byDay.get(day) ?? []).map((placed) => (
            <Chip key={placed.id} placed={placed} shown={shown} />
          ))}
          {(shown.ahead.get(day) ?? []).map((step) => (
            <Step key={step.id} step={step} shown={shown} />
          ))}
        </li>
      ))}
    </ol>
  );
}
