// Forms of dates beside those of format.ts: with their year, or a name alone. The first page does without them.

import { formatter, isFar } from "./format.ts";

/** The name of a weekday; 1 is Monday, 7 is Sunday. */
export function formatWeekday(weekday: number, locale: string, style: "long" | "short" = "short"): string {
  // The first of January 2024 was a Monday.
  const at = new Date(Date.UTC(2024, 0, weekday));
  return formatter(locale, { weekday: style, timeZone: "UTC" }).format(at);
}

/** A day with its year, for what may lie far away. */
export function formatDate(day: string, locale: string): string {
  const at = new Date(`${day.slice(0, 10)}T00:00Z`);
  return formatter(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(at);
}

/** Day with its year, and time, of an instant, in a zone. */
export function formatMoment(instant: string, zone: string, locale: string): string {
  const style: Intl.DateTimeFormatOptions = { dateStyle: "medium", timeStyle: "short", timeZone: zone };
  return formatter(locale, style).format(new Date(instant));
}

/** The month and year of a day. */
export function formatMonth(day: string, locale: string): string {
  const style: Intl.DateTimeFormatOptions = { month: "long", year: "numeric", timeZone: "UTC" };
  return formatter(locale, style).format(new Date(`${day.slice(0, 10)}T00:00Z`));
}

/** The day on the wall where the browser runs, as `2026-11-24`. What falls on it, the server says. */
export function todayHere(): string {
  const now = new Date();
  const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  return parts.map((part) => String(part).padStart(2, "0")).join("-");
}

/** From one day to another: `23 – 29 November`; far away with the year. */
export function formatSpan(first: string, last: string, locale: string): string {
  const month = first.slice(0, 7) === last.slice(0, 7) ? "long" : "short";
  const [from, to] = [new Date(`${first}T00:00Z`), new Date(`${last}T00:00Z`)];
  const far: Intl.DateTimeFormatOptions = isFar(from) ? { year: "numeric" } : {};
  return formatter(locale, { day: "numeric", month, ...far, timeZone: "UTC" }).formatRange(from, to);
}

/** The hour of an instant, in a zone: `9 AM`, `09 Uhr`. */
export function formatHour(instant: string, zone: string, locale: string): string {
  return formatter(locale, { hour: "numeric", timeZone: zone }).format(new Date(instant));
}

/** A time on the wall such as `09:30`, on a day that says nothing, to be written in UTC. */
export function onWall(clock: string): Date {
  return new Date(`2000-01-01T${clock}Z`);
}
