// Days side by side, by the hour: working hours bright, the rest sunken, holidays hatched and named.

import { useEffect, useRef } from "react";
import { clockOf, instantOf } from "../../core/calendar.ts";
import { useMinute } from "../../core/clock.ts";
import { weekdayOf } from "../../core/days.ts";
import { dayOf, formatDay, formatTime, minuteOfDay } from "../../core/format.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import style from "./Calendar.module.css";
import { Chip } from "./Chip.tsx";
import { type Placed, sideBySide } from "./placing.ts";
import { ghostOn, isOff, type Shown } from "./shown.ts";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const DAY_MINUTES = 24 * 60;
const BEFORE_WORK_MINUTES = 60;

export function TimeGrid(shown: Shown) {
  const t = useText();
  const [first = shown.day] = shown.days;
  return (
    <div className={style.scroller}>
      <ol className={style.grid} style={{ gridTemplateColumns: `60px repeat(${shown.days.length}, minmax(0, 1fr))` }}>
        <li className={style.axis} aria-hidden>
          <span className={style.laneLabel}>{t("calendar.anyTime")}</span>
          <div className={style.hours}>
            {HOURS.map((hour) => (
              <span key={hour} className={style.hour} style={{ insetBlockStart: percent(hour * 60) }}>
                {hour > 0 && formatTime(instantOf(first, hour * 60, shown.zone), shown.zone, formatLocale())}
              </span>
            ))}
          </div>
        </li>
        {shown.days.map((day) => (
          <Column key={day} date={day} shown={shown} isFirst={day === first} />
        ))}
      </ol>
    </div>
  );
}

function Column({ date, shown, isFirst }: { date: string; shown: Shown; isFirst: boolean }) {
  const items = shown.byDay.get(date) ?? [];
  const ghost = ghostOn(shown, date);
  const timed = items.filter(({ slot }) => slot.minute !== null);
  const off = isOff(shown, date, weekdayOf(date));
  const from = useWorkInSight(isFirst);
  return (
    <li
      className={style.column}
      data-day={date}
      data-off={off || undefined}
      data-holiday={shown.daysOff.has(date) || undefined}
      data-today={date === shown.today || undefined}
    >
      <h2 className={style.columnHead}>
        <button type="button" className={style.date} onClick={() => shown.onDay(date)}>
          {formatDay(date, formatLocale())}
        </button>
        <span className={style.holiday}>{shown.daysOff.get(date)}</span>
      </h2>
      <div className={style.lane}>
        {ghost !== null && ghost.slot.minute === null && <Chip placed={ghost} shown={shown} isGhost />}
        {items
          .filter(({ slot }) => slot.minute === null)
          .map((placed) => (
            <Chip key={placed.id} placed={placed} shown={shown} />
          ))}
      </div>
      <div className={style.hours} data-hours>
        {!off && <span className={style.work} style={stretch(shown.opens, shown.closes - shown.opens)} />}
        <span
          ref={from}
          className={style.workBegins}
          style={{ insetBlockStart: percent(Math.max(0, shown.opens - BEFORE_WORK_MINUTES)) }}
        />
        {date === shown.today && <Now zone={shown.zone} today={shown.today} />}
        {sideBySide(timed).map((placed) => (
          <Chip key={placed.id} placed={placed} shown={shown} place={box(placed, placed.column, placed.columns)} />
        ))}
        {ghost !== null && ghost.slot.minute !== null && (
          <>
            <Chip placed={ghost} shown={shown} isGhost place={box(ghost, 0, 1)} />
            <span className={style.ghostTime} style={{ insetBlockStart: percent(ghost.slot.minute) }}>
              {clockOf(ghost.slot.minute)}
            </span>
          </>
        )}
      </div>
    </li>
  );
}

/** The day begins in sight where work begins. */
function useWorkInSight(isFirst: boolean) {
  const line = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const scroller = line.current?.closest(`.${style.scroller}`);
    if (isFirst && scroller != null && line.current !== null) scroller.scrollTop = line.current.offsetTop;
  }, [isFirst]);
  return line;
}

function Now({ zone, today }: { zone: string; today: string }) {
  const now = useMinute();
  if (dayOf(now, zone) !== today) return null;
  return <span className={style.now} style={{ insetBlockStart: percent(minuteOfDay(now, zone)) }} aria-hidden />;
}

function box({ slot, minutes }: Placed, column: number, columns: number) {
  return {
    ...stretch(slot.minute ?? 0, minutes),
    insetInlineStart: `${(column / columns) * 100}%`,
    inlineSize: `${100 / columns}%`,
  };
}

function stretch(from: number, minutes: number) {
  return { insetBlockStart: percent(from), blockSize: percent(Math.min(minutes, DAY_MINUTES - from)) };
}

function percent(minutes: number): string {
  return `${(minutes / DAY_MINUTES) * 100}%`;
}
