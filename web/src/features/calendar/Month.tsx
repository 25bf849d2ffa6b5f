// A month: each day with its load, its first items, and how many more there are.

import { weekdayOf } from "../../core/days.ts";
import { formatDay } from "../../core/format.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import style from "./Calendar.module.css";
import { Chip } from "./Chip.tsx";
import { Step } from "./Step.tsx";
import { ghostOn, isOff, type Shown } from "./shown.ts";

const MOST = 3;

export function Month(shown: Shown) {
  const busiest = Math.max(1, ...[...shown.byDay.values()].map(({ length }) => length));
  return (
    <>
      <ol className={style.weekdays} aria-hidden>
        {shown.days.slice(0, 7).map((day) => (
          <li key={day}>{formatDay(day, formatLocale(), "weekday")}</li>
        ))}
      </ol>
      <ol className={style.month}>
        {shown.days.map((day) => (
          <MonthDay key={day} date={day} busiest={busiest} shown={shown} />
        ))}
      </ol>
    </>
  );
}

function MonthDay({ date, busiest, shown }: { date: string; busiest: number; shown: Shown }) {
  const t = useText();
  const items = shown.byDay.get(date) ?? [];
  const ghost = ghostOn(shown, date);
  const standing = [...items, ...(shown.ahead.get(date) ?? [])];
  const more = standing.length - MOST;
  return (
    <li
      className={style.cell}
      data-day={date}
      data-outside={date.slice(0, 7) !== shown.day.slice(0, 7) || undefined}
      data-off={isOff(shown, date, weekdayOf(date)) || undefined}
      data-holiday={shown.daysOff.has(date) || undefined}
      data-today={date === shown.today || undefined}
      data-target={ghost !== null || undefined}
    >
      <h2 className={style.cellHead}>
        <button
          type="button"
          className={style.date}
          onClick={() => shown.onDay(date)}
          aria-label={formatDay(date, formatLocale(), "full")}
        >
          {Number(date.slice(8))}
        </button>
        <span className={style.holiday}>{shown.daysOff.get(date)}</span>
      </h2>
      <span className={style.load} style={{ inlineSize: `${(items.length / busiest) * 100}%` }} aria-hidden />
      {ghost !== null && <Chip placed={ghost} shown={shown} isGhost />}
      {standing
        .slice(0, MOST)
        .map((each) =>
          "item" in each ? (
            <Chip key={each.id} placed={each} shown={shown} />
          ) : (
            <Step key={each.id} step={each} shown={shown} />
          ),
        )}
      {more > 0 && (
        <button type="button" className={style.more} onClick={() => shown.onDay(date)}>
          {t("calendar.more", { count: more })}
        </button>
      )}
    </li>
  );
}
