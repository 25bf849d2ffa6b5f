// Days on the calendar, for typing and drawing them. What falls on which day, the server says.
//
// A day is a count of days since 1970: no zone and no summer time can move it.

import { dayOf } from "./format.ts";
import { instantNow } from "./online.ts";

const DAY_MS = 86_400_000;

/** The day that it is now in a zone, as `2026-11-24`. */
export function todayIn(zone: string): string {
  return dayOf(instantNow(), zone);
}

export function addDays(day: string, days: number): string {
  return new Date((ordinal(day) + days) * DAY_MS).toISOString().slice(0, 10);
}

/** How many days from one day to a later one; negative to an earlier one. */
export function daysBetween(from: string, to: string): number {
  return ordinal(to) - ordinal(from);
}

/** Monday is 1, Sunday is 7. */
export function weekdayOf(day: string): number {
  return ((((ordinal(day) + 3) % 7) + 7) % 7) + 1;
}

/** The first such day after `day`. */
export function nextWeekday(day: string, weekday: number): string {
  return addDays(day, ((weekday - weekdayOf(day) + 6) % 7) + 1);
}

function ordinal(day: string): number {
  return Math.round(Date.parse(`${day}T00:00Z`) / DAY_MS);
}
