// Days on the calendar, for typing and drawing them. What falls on which day, the server says.

import { type CalendarDate, parseDate, today } from "@internationalized/date";

/** The day that it is now in a zone, as `2026-11-24`. */
export function todayIn(zone: string): string {
  return today(zone).toString();
}

export function addDays(day: string, days: number): string {
  return parseDate(day).add({ days }).toString();
}

/** How many days from one day to a later one; negative to an earlier one. */
export function daysBetween(from: string, to: string): number {
  return ordinal(parseDate(to)) - ordinal(parseDate(from));
}

/** Monday is 1, Sunday is 7. */
export function weekdayOf(day: string): number {
  return ((((ordinal(parseDate(day)) + 3) % 7) + 7) % 7) + 1;
}

/** The first such day after `day`. */
export function nextWeekday(day: string, weekday: number): string {
  return addDays(day, ((weekday - weekdayOf(day) + 6) % 7) + 1);
}

/** Days since 1970. */
function ordinal(day: CalendarDate): number {
  return Math.round(day.toDate("UTC").getTime() / 86_400_000);
}
