// Weeks, months and times of day as a calendar draws them. What falls on which day, the server says.

import { CalendarDateTime, parseDate, toZoned } from "@internationalized/date";
import { addDays, weekdayOf } from "./days.ts";

/** The seven days of the week in which a day lies; `first` is the weekday that begins it, 1 for Monday. */
export function weekOf(day: string, first: number): string[] {
  const begins = addDays(day, -((weekdayOf(day) - first + 7) % 7));
  return Array.from({ length: 7 }, (_, place) => addDays(begins, place));
}

/** The weeks that show a whole month. */
export function monthOf(day: string, first: number): string[][] {
  const month = parseDate(day).set({ day: 1 });
  const last = month.add({ months: 1 }).subtract({ days: 1 }).toString();
  const weeks: string[][] = [];
  for (let week = weekOf(month.toString(), first); ; week = weekOf(addDays(week[0] ?? day, 7), first)) {
    weeks.push(week);
    if (week.includes(last)) return weeks;
  }
}

export function addMonths(day: string, months: number): string {
  return parseDate(day).add({ months }).toString();
}

/** The instant of a time on the wall. One that does not exist moves forward; of one that comes twice, the first. */
export function instantOf(day: string, minute: number, zone: string): string {
  const { year, month, day: date } = parseDate(day);
  const wall = new CalendarDateTime(year, month, date, Math.floor(minute / 60), minute % 60);
  return toZoned(wall, zone, "compatible").toAbsoluteString();
}

/** `09:30` as minutes since midnight. */
export function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
}

/** Minutes since midnight as `09:30`. */
export function clockOf(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");
}
