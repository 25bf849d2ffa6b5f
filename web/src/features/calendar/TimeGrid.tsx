// Days side by side, by the hour: working hours bright, the rest sunken, holidays hatched and named.

import { useEffect, useRef } from "react";
import { clockOf, instantOf } from "../../core/calendar.ts";
import { useMinute } from "../../core/clock.ts";
import { weekdayOf } from "../../core/days.ts";
import { dayOf, formatDay, minuteOfDay } from "../../core/format.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import style from "./Calendar.module.css";
import { Chip } from "./Chip.tsx";
import { byTime, type Crowd, type Column as InColumn, type Standing, sideBySide } from "./placing.ts";
import { Step } from "./Step.tsx";
import { ghostOn, isOff, type Shown } from "./shown.ts";
import own from "./TimeGrid.module.css";
import { hourWords, placeWords } from "./words.ts";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const DAY_MINUTES = 24 * 60;
const BEFORE_WORK_MINUTES = 60;

export function TimeGrid(shown: Shown) {
  const t = useText();
  const [first = shown.day] = shown.days;
  const axes = shown.otherZone === null ? [shown.zone] : [shown.otherZone, shown.zone];
  const columns = `repeat(${axes.length}, 56px) repeat(${shown.days.length}, minmax(0, 1fr))`;
  return (
    <div className={style.scroller}>
      <ol className={style.grid} style={{ gridTemplateColumns: columns }}>
        {axes.map((zone) => (
          <li key={zone} className={style.axis} data-zone={zone} data-other={zone !== shown.zone || undefined}>
            {axes.length > 1 && <span className={own.axisHead}>{placeWords(zone)}</span>}
            <span className={own.laneLabel}>{zone === shown.zone && t("calendar.anyTime")}</span>
            <div className={style.hours}>
              {HOURS.slice(1).map((hour) => (
                <span key={hour} data-hour className={style.hour} style={{ insetBlockStart: percent(hour * 60) }}>
                  {hourWords(instantOf(first, hour * 60, shown.zone), zone)}
                </span>
              ))}
            </div>
          </li>
        ))}
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
  const ahead = shown.ahead.get(date) ?? [];
  const timed = [...items, ...ahead].filter(({ slot }) => slot.minute !== null).sort(byTime);
  const { shown: beside, crowds } = sideBySide(timed, shown.most);
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
          {formatDay(date, formatLocale(), "column")}
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
        {ahead
          .filter(({ slot }) => slot.minute === null)
          .map((step) => (
            <Step key={step.id} step={step} shown={shown} />
          ))}
      </div>
      <div className={style.hours} data-hours>
        {!off && <span className={own.work} style={stretch(shown.opens, shown.closes - shown.opens)} />}
        <span ref={from} className={own.workBegins} style={{ insetBlockStart: percent(beginning(shown)) }} />
        {date === shown.today && <Now zone={shown.zone} today={shown.today} />}
        {beside.map((each) =>
          "item" in each ? (
            <Chip key={each.id} placed={each} shown={shown} place={box(each, each)} />
          ) : (
            <Step key={each.id} step={each} shown={shown} place={box(each, each)} />
          ),
        )}
        {crowds.map((crowd) => (
          <More key={crowd.slot.minute} crowd={crowd} shown={shown} />
        ))}
        {ghost !== null && ghost.slot.minute !== null && (
          <>
            <Chip placed={ghost} shown={shown} isGhost place={box(ghost, { column: 0, columns: 1 })} />
            <span className={own.ghostTime} style={{ insetBlockStart: percent(ghost.slot.minute) }}>
              {clockOf(ghost.slot.minute)}
            </span>
          </>
        )}
      </div>
    </li>
  );
}

/** For all that has no room beside the others: where there is more room, or all of them in a list. */
function More({ crowd, shown }: { crowd: Crowd; shown: Shown }) {
  const t = useText();
  return (
    <button
      type="button"
      className={own.crowd}
      style={box(crowd, { column: crowd.columns - 1, columns: crowd.columns })}
      onClick={() => shown.onCrowd(crowd.slot.day)}
      aria-label={t("calendar.more", { count: crowd.count })}
    >
      +{crowd.count}
    </button>
  );
}

/** An hour before work, or earlier where something is planned. */
function beginning({ opens, byDay }: Shown): number {
  const first = [...byDay.values()].flat().map(({ slot }) => slot.minute ?? opens);
  return Math.max(0, Math.min(opens - BEFORE_WORK_MINUTES, ...first));
}

/** The day begins in sight where work begins, below the line of days. */
function useWorkInSight(isFirst: boolean) {
  const line = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const scroller = line.current?.closest(`.${style.scroller}`);
    if (!isFirst || scroller == null || line.current === null) return;
    const head = scroller.querySelector(`.${style.columnHead}`)?.getBoundingClientRect().height ?? 0;
    scroller.scrollTop += line.current.getBoundingClientRect().top - scroller.getBoundingClientRect().top - head;
  }, [isFirst]);
  return line;
}

function Now({ zone, today }: { zone: string; today: string }) {
  const now = useMinute();
  if (dayOf(now, zone) !== today) return null;
  return <span className={own.now} style={{ insetBlockStart: percent(minuteOfDay(now, zone)) }} aria-hidden />;
}

function box({ slot, minutes }: Pick<Standing, "slot" | "minutes">, { column, columns }: InColumn) {
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
