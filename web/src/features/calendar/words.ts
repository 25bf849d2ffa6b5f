// How the calendar writes its times and spans of days.

import { clockOf } from "../../core/calendar.ts";
import { formatClock, formatDay, formatter } from "../../core/format.ts";
import { formatHour, formatMonth, formatSpan, onWall } from "../../core/longDates.ts";
import { formatLocale } from "../../i18n/locale.ts";
import type { View } from "./kinds.ts";

/** A time on the wall: `9:30 AM`, `09:30`. */
export function clockWords(minute: number): string {
  return formatClock(minute, formatLocale());
}

/** The same in as few signs as can be: `9:30a`, `9:30`. */
export function shortClockWords(minute: number): string {
  const form = formatter(formatLocale(), { hour: "numeric", minute: "2-digit", timeZone: "UTC" });
  const parts = form.formatToParts(onWall(clockOf(minute)));
  const half =
    parts
      .find(({ type }) => type === "dayPeriod")
      ?.value.charAt(0)
      .toLowerCase() ?? "";
  const clock = parts.filter(({ type }, place) => type !== "dayPeriod" && !isGap(parts, place));
  return clock.map(({ value }) => value).join("") + half;
}

/** The white before or after AM and PM. */
function isGap(parts: Intl.DateTimeFormatPart[], place: number): boolean {
  const isLiteral = parts[place]?.type === "literal";
  return isLiteral && [parts[place - 1], parts[place + 1]].some((part) => part?.type === "dayPeriod");
}

/** The hour of an instant as an axis shows it: `9 AM`, `09 Uhr`. */
export function hourWords(instant: string, zone: string): string {
  return formatHour(instant, zone, formatLocale());
}

/** A zone's place: `New York`. */
export function placeWords(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}

/** What is shown, as a title. */
export function spanWords(view: View, day: string, days: readonly string[]): string {
  const locale = formatLocale();
  if (view === "month") return formatMonth(day, locale);
  if (view === "day") return formatDay(day, locale, "full");
  return formatSpan(days[0] ?? day, days.at(-1) ?? day, locale);
}
