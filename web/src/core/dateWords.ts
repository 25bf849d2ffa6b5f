// Dates as people type them: "tomorrow", "fri 10", "next week", "24 nov 14:30", "in 3 days", "yesterday".
//
// The words are English and those of the page's own language for weekdays and months.

import { CalendarDate } from "@internationalized/date";
import { addDays, nextWeekday } from "./days.ts";

export interface Heard {
  /** A day such as `2026-11-24`. */
  day: string;
  /** A time such as `10:00`, where one was said. */
  time: string | null;
  /** Which words said it, as places in the list of words. */
  from: number;
  to: number;
}

interface Part<T> {
  value: T;
  length: number;
}

const DAYS: Record<string, number> = { today: 0, tod: 0, tomorrow: 1, tom: 1, tmr: 1, yesterday: -1 };
const MONDAY = 1;

/** The first date, or time alone, among the words; null when there is none. `today` is the day where it is read. */
export function hearDate(words: readonly string[], today: string, locale = "en"): Heard | null {
  const said = words.map((word) => word.toLowerCase().replace(/,$/, ""));
  for (let from = 0; from < said.length; from += 1) {
    const day = dayAt(said, from, today, locale);
    const time = timeAt(said, from + (day?.length ?? 0), day !== null);
    if (day === null && time === null) continue;
    const later = day === null ? dayAt(said, from + (time?.length ?? 0), today, locale) : null;
    const length = (day?.length ?? 0) + (time?.length ?? 0) + (later?.length ?? 0);
    return { day: (day ?? later)?.value ?? today, time: time?.value ?? null, from, to: from + length };
  }
  return null;
}

/** The whole text as a date; null when it says anything else too. */
export function readDate(text: string, today: string, locale?: string): Pick<Heard, "day" | "time"> | null {
  const words = text.trim().split(/\s+/).filter(Boolean);
  const heard = hearDate(words, today, locale);
  return heard !== null && heard.from === 0 && heard.to === words.length ? heard : null;
}

function dayAt(said: string[], at: number, today: string, locale: string): Part<string> | null {
  return relativeAt(said, at, today) ?? weekdayAt(said, at, today, locale) ?? datedAt(said, at, today, locale);
}

function relativeAt(said: string[], at: number, today: string): Part<string> | null {
  const [first = "", second = "", third = ""] = said.slice(at, at + 3);
  if (Object.hasOwn(DAYS, first)) return { value: addDays(today, DAYS[first] ?? 0), length: 1 };
  if (first === "next" && second === "week") return { value: nextWeekday(today, MONDAY), length: 2 };
  if (first === "in") return counted(second, third, today, 1, 3);
  const short = /^\+(\d{1,3})(d|w)?$/.exec(first);
  if (short !== null) return counted(short[1] ?? "", short[2] ?? "d", today, 1, 1);
  return third === "ago" ? counted(first, second, today, -1, 3) : null;
}

function counted(count: string, unit: string, today: string, sign: 1 | -1, length: number): Part<string> | null {
  const each = /^w(eeks?)?$/.test(unit) ? 7 : /^d(ays?)?$/.test(unit) ? 1 : 0;
  if (!/^\d{1,3}$/.test(count) || each === 0) return null;
  return { value: addDays(today, sign * each * Number(count)), length };
}

function weekdayAt(said: string[], at: number, today: string, locale: string): Part<string> | null {
  const first = said[at] ?? "";
  const isMarked = first === "last" || first === "next" || first === "on";
  const weekday = named(said[isMarked ? at + 1 : at] ?? "", weekdays(locale), 3);
  if (weekday === null) return null;
  const coming = nextWeekday(today, weekday);
  return { value: first === "last" ? before(coming, today) : coming, length: isMarked ? 2 : 1 };
}

/** The same weekday before `today`. */
function before(coming: string, today: string): string {
  const earlier = addDays(coming, -7);
  return earlier < today ? earlier : addDays(earlier, -7);
}

function datedAt(said: string[], at: number, today: string, locale: string): Part<string> | null {
  const [first = "", second = "", third = ""] = said.slice(at, at + 3);
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(first);
  if (iso !== null) return dated(Number(iso[1]), Number(iso[2]), Number(iso[3]), 1);
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})?$/.exec(first);
  if (dotted !== null) return inYear(Number(dotted[2]), Number(dotted[1]), dotted[3], today, 1);
  const isDayFirst = dayNumber(first) !== null;
  const day = dayNumber(isDayFirst ? first : second);
  const month = named(isDayFirst ? second : first, months(locale), 3);
  if (day === null || month === null) return null;
  const year = /^\d{4}$/.test(third) ? third : undefined;
  return inYear(month, day, year, today, year === undefined ? 2 : 3);
}

/** Without a year, the one that makes the date come. */
function inYear(month: number, day: number, year: string | undefined, today: string, length: number) {
  if (year !== undefined) return dated(Number(year), month, day, length);
  const thisYear = dated(Number(today.slice(0, 4)), month, day, length);
  if (thisYear === null || thisYear.value >= today) return thisYear;
  return dated(Number(today.slice(0, 4)) + 1, month, day, length);
}

/** Null for a day that its month does not have. */
function dated(year: number, month: number, day: number, length: number): Part<string> | null {
  const date = new CalendarDate(year, month, day);
  return date.month === month && date.day === day ? { value: date.toString(), length } : null;
}

function dayNumber(word: string): number | null {
  const found = /^(\d{1,2})(st|nd|rd|th|\.)?$/.exec(word);
  return found === null ? null : Number(found[1]);
}

/** After a day a bare number is an hour; alone a time needs its colon or its half of the day. */
function timeAt(said: string[], at: number, isAfterDay: boolean): Part<string> | null {
  const isMarked = said[at] === "at" || said[at] === "um";
  const found = /^(\d{1,2})(?:[:.](\d{2}))?(am|pm|h)?$/.exec(said[isMarked ? at + 1 : at] ?? "");
  if (found === null) return null;
  const [, hour = "", minute, half] = found;
  if (!isAfterDay && !isMarked && minute === undefined && half === undefined) return null;
  const value = clock(Number(hour), Number(minute ?? 0), half);
  return value === null ? null : { value, length: isMarked ? 2 : 1 };
}

function clock(hour: number, minute: number, half: string | undefined): string | null {
  if (minute > 59 || hour > 23 || (half !== undefined && half !== "h" && (hour < 1 || hour > 12))) return null;
  const inDay = half === "pm" ? (hour % 12) + 12 : half === "am" ? hour % 12 : hour;
  return `${String(inDay).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/** Which of the names a word begins, counted from 1. */
function named(word: string, names: string[][], least: number): number | null {
  const plain = word.replace(/\.$/, "");
  if (plain.length < Math.min(least, 2)) return null;
  const found = names.findIndex((each) => each.some((name) => isShort(plain, name, least)));
  return found < 0 ? null : found + 1;
}

/** A word stands for a name by its first letters, or as the language itself shortens it. */
function isShort(word: string, name: string, least: number): boolean {
  return name === word || (word.length >= least && name.startsWith(word));
}

function weekdays(locale: string): string[][] {
  // 5 January 1970 was a Monday.
  return Array.from({ length: 7 }, (_, place) => spellings({ weekday: "long" }, Date.UTC(1970, 0, 5 + place), locale));
}

function months(locale: string): string[][] {
  return Array.from({ length: 12 }, (_, place) => spellings({ month: "long" }, Date.UTC(1970, place, 1), locale));
}

function spellings(style: Intl.DateTimeFormatOptions, at: number, locale: string): string[] {
  const short = Object.fromEntries(Object.keys(style).map((name) => [name, "short"]));
  const write = (language: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" }).format(at).toLowerCase().replace(/\.$/, "");
  return [write("en", style), write(locale, style), write(locale, short)];
}
