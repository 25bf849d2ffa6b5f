// How dates and times are written. Only form: which day something falls on, and whether it is late, the server says.

/** A day such as `2026-11-24`, written in full or short. It has no time, so no zone can move it. */
export function formatDay(day: string, locale: string, style: "full" | "short" | "weekday" = "short"): string {
  const at = new Date(`${day.slice(0, 10)}T00:00Z`);
  return new Intl.DateTimeFormat(locale, { ...DAY_STYLES[style], timeZone: "UTC" }).format(at);
}

const DAY_STYLES: Record<"full" | "short" | "weekday", Intl.DateTimeFormatOptions> = {
  full: { weekday: "long", day: "numeric", month: "long" },
  short: { weekday: "short", day: "numeric", month: "short" },
  weekday: { weekday: "long" },
};

/** The time of day of an instant, in a zone. */
export function formatTime(instant: string, zone: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone: zone }).format(new Date(instant));
}

/** Day and time of an instant, in a zone. */
export function formatInstant(instant: string, zone: string, locale: string): string {
  const day = new Intl.DateTimeFormat(locale, { ...DAY_STYLES.short, timeZone: zone }).format(new Date(instant));
  return `${day}, ${formatTime(instant, zone, locale)}`;
}

/** The day on which an instant falls, in a zone. */
export function dayOf(instant: string, zone: string): string {
  const style: Intl.DateTimeFormatOptions = { year: "numeric", month: "2-digit", day: "2-digit", timeZone: zone };
  return new Intl.DateTimeFormat("en-CA", style).format(new Date(instant));
}

/** A day as people say it: "yesterday", "today", "tomorrow", else short. */
export function sayDay(day: string, today: string, locale: string): string {
  const distance = Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000);
  if (Math.abs(distance) > 1) return formatDay(day, locale);
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(distance, "day");
}

/** The name of a weekday; 1 is Monday, 7 is Sunday. */
export function formatWeekday(weekday: number, locale: string, style: "long" | "short" = "short"): string {
  // The first of January 2024 was a Monday.
  const at = new Date(Date.UTC(2024, 0, weekday));
  return new Intl.DateTimeFormat(locale, { weekday: style, timeZone: "UTC" }).format(at);
}

/** A day with its year, for what may lie far away. */
export function formatDate(day: string, locale: string): string {
  const at = new Date(`${day.slice(0, 10)}T00:00Z`);
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(
    at,
  );
}

/** Day with its year, and time, of an instant, in a zone. */
export function formatMoment(instant: string, zone: string, locale: string): string {
  const style: Intl.DateTimeFormatOptions = { dateStyle: "medium", timeStyle: "short", timeZone: zone };
  return new Intl.DateTimeFormat(locale, style).format(new Date(instant));
}

/** The day on the wall where the browser runs, as `2026-11-24`. What falls on it, the server says. */
export function todayHere(): string {
  const now = new Date();
  const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  return parts.map((part) => String(part).padStart(2, "0")).join("-");
}

/** The zone where the browser runs. */
export function zoneHere(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** How far into its day an instant is, in a zone, in minutes; for drawing only. */
export function minuteOfDay(instant: string, zone: string): number {
  const clock = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
  });
  const [hours = 0, minutes = 0] = clock.format(new Date(instant)).split(":").map(Number);
  return hours * 60 + minutes;
}

/** The month and year of a day. */
export function formatMonth(day: string, locale: string): string {
  const style: Intl.DateTimeFormatOptions = { month: "long", year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat(locale, style).format(new Date(`${day.slice(0, 10)}T00:00Z`));
}
