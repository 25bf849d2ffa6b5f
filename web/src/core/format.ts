// How dates and times are written. Only form: which day something falls on, and whether it is late, the server says.

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Made once for each form: making one takes longer than all else in a row of a list. */
export function formatter(locale: string, style: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(style)}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, style);
  formatters.set(key, made);
  return made;
}

/** A day such as `2026-11-24`, written in full, short, or as the head of a column below its year. It has no time, so no
 * zone can move it. */
export function formatDay(day: string, locale: string, style: DayStyle = "short"): string {
  const at = new Date(`${day.slice(0, 10)}T00:00Z`);
  return formatter(locale, { ...styleOf(at, style), timeZone: "UTC" }).format(at);
}

type DayStyle = "full" | "short" | "column" | "weekday";

const DAY_STYLES: Record<DayStyle, Intl.DateTimeFormatOptions> = {
  full: { weekday: "long", day: "numeric", month: "long" },
  short: { weekday: "short", day: "numeric", month: "short" },
  column: { weekday: "short", day: "numeric", month: "short" },
  weekday: { weekday: "long" },
};
const FAR_STYLES: Partial<typeof DAY_STYLES> = {
  full: { ...DAY_STYLES.full, year: "numeric" },
  short: { day: "numeric", month: "short", year: "numeric" },
};
const HALF_A_YEAR_MS = 183 * 86_400_000;

function styleOf(at: Date, style: DayStyle): Intl.DateTimeFormatOptions {
  return (isFar(at) && FAR_STYLES[style]) || DAY_STYLES[style];
}

/** So far from now that a day and its month alone would name a nearer one. */
export function isFar(at: Date): boolean {
  return Math.abs(at.getTime() - Date.now()) > HALF_A_YEAR_MS;
}

/** The time of day of an instant, in a zone. */
export function formatTime(instant: string, zone: string, locale: string): string {
  return formatter(locale, { timeStyle: "short", timeZone: zone }).format(new Date(instant));
}

/** A time on the wall, minutes into a day that says nothing: `9:30 AM`, `09:30`. */
export function formatClock(minute: number, locale: string): string {
  return formatTime(new Date(minute * 60_000).toISOString(), "UTC", locale);
}

/** Day and time of an instant, in a zone. */
export function formatInstant(instant: string, zone: string, locale: string): string {
  const at = new Date(instant);
  const day = formatter(locale, { ...styleOf(at, "short"), timeZone: zone }).format(at);
  return `${day}, ${formatTime(instant, zone, locale)}`;
}

/** The day on which an instant falls, in a zone. */
export function dayOf(instant: string, zone: string): string {
  const style: Intl.DateTimeFormatOptions = { year: "numeric", month: "2-digit", day: "2-digit", timeZone: zone };
  return formatter("en-CA", style).format(new Date(instant));
}

/** A day as people say it: "yesterday", "today", "tomorrow", else short. */
export function sayDay(day: string, today: string, locale: string): string {
  const distance = Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000);
  if (Math.abs(distance) > 1) return formatDay(day, locale);
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(distance, "day");
}

/** The zone where the browser runs. */
export function zoneHere(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** How far into its day an instant is, in a zone, in minutes; for drawing only. */
export function minuteOfDay(instant: string, zone: string): number {
  const clock = formatter("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
  });
  const [hours = 0, minutes = 0] = clock.format(new Date(instant)).split(":").map(Number);
  return hours * 60 + minutes;
}
