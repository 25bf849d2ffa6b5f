// The days of a path as the ruler draws them: where each step stands, and on which days nobody works.

import type { DayOff } from "@onward/client";
import { addDays, daysBetween, weekdayOf } from "../../core/days.ts";
import { formatDay } from "../../core/format.ts";
import type { Mark, Tick } from "../../ui/Ruler.tsx";
import type { PathStep } from "./usePath.ts";

export interface Span {
  /** The first and last day that anything falls on. */
  first: string;
  last: string;
  /** What is drawn: a little more on both sides. */
  from: string;
  to: string;
}

interface Picture {
  ticks: Tick[];
  marks: Mark[];
  rest: { from: number; to: number; label: string }[];
  /** By name and day, for those that are holidays. */
  holidays: string[];
}

const MARGIN_DAYS = 1;
/** Longer ones show the holidays only: weekends would be too thin to see. */
const MOST_DAYS_WITH_WEEKENDS = 70;
const MOST_DAYS = 390;
const TICKS = 4;

/** Null where there is nothing to draw, or so much that days could not be told apart. */
export function spanOf(steps: readonly PathStep[]): Span | null {
  const days = steps.flatMap(({ scheduled_on, due_on }) => [scheduled_on, due_on]).filter((day) => day !== null);
  const first = days.reduce((a, b) => (a < b ? a : b), days[0] ?? "");
  const last = days.reduce((a, b) => (a > b ? a : b), days[0] ?? "");
  if (first === "" || daysBetween(first, last) > MOST_DAYS) return null;
  return { first, last, from: addDays(first, -MARGIN_DAYS), to: addDays(last, MARGIN_DAYS) };
}

export function drawn(
  span: Span,
  steps: readonly PathStep[],
  workdays: readonly number[] | undefined,
  daysOff: readonly DayOff[],
  locale: string,
): Picture {
  const length = daysBetween(span.from, span.to) + 1;
  const at = (day: string, part: number) => (daysBetween(span.from, day) + part) / length;
  const free = new Map(daysOff.map(({ on, name }) => [on, name]));
  const days = Array.from({ length }, (_, count) => addDays(span.from, count));
  const isWeekend = (day: string) => workdays !== undefined && !workdays.includes(weekdayOf(day));
  const hasWeekends = length <= MOST_DAYS_WITH_WEEKENDS;
  return {
    ticks: ticksOf(span).map((day) => ({ at: at(day, 0.5), label: formatDay(day, locale) })),
    marks: steps.flatMap((step, place) => {
      const day = step.scheduled_on ?? step.due_on;
      const words = day === null ? "" : `${step.title}: ${formatDay(day, locale)}`;
      return day === null ? [] : [{ id: `${place}`, at: at(day, 0.5), label: words, tone: "accent" as const }];
    }),
    rest: days
      .filter((day) => free.has(day) || (hasWeekends && isWeekend(day)))
      .map((day) => ({ from: at(day, 0), to: at(day, 1), label: free.get(day) ?? formatDay(day, locale) })),
    holidays: daysOff.flatMap(({ on, name }) => (name === null ? [] : [`${name} (${formatDay(on, locale)})`])),
  };
}

/** The first and last day, and as many between them as can be read. */
function ticksOf({ first, last }: Span): string[] {
  const length = daysBetween(first, last);
  const count = Math.min(TICKS - 1, Math.floor(length / 3));
  if (count === 0) return length === 0 ? [first] : [first, last];
  return Array.from({ length: count + 1 }, (_, place) => addDays(first, Math.round((length * place) / count)));
}
