// A step written in one line: "call intro +2d", "email the offer +3wd 10:00 due 2d !high", "meeting tue".

import type { InteractionType } from "@onward/client";
import { type StepFields, stepFields } from "./outline.ts";

export type TypeWords = Pick<InteractionType, "key" | "label">;

type Part = Partial<StepFields>;

const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
const PRIORITIES = ["low", "high", "urgent"] as const;
const WAIT = /^\+(\d{1,4})(d|wd|w)?$/i;
const DUE = /^(?:due|<)(\d{1,4})d?$/i;
const CLOCK = /^([01]?\d|2[0-3]):([0-5]\d)$/;
const DAYS_A_WEEK = 7;

/** Null where nothing stands in the line. What is no sign belongs to the title. */
export function readQuickLine(line: string, types: readonly TypeWords[]): StepFields | null {
  const words = line
    .replace(/\bdue +(?=\d)/gi, "due")
    .split(/\s+/)
    .filter(Boolean);
  const [first = "", ...others] = words;
  if (first === "") return null;
  const type = typeFor(first, types);
  const signs: Part = {};
  const title: string[] = type === undefined && partOf(first) === undefined ? [first] : [];
  if (type === undefined) Object.assign(signs, partOf(first));
  for (const word of others) {
    const part = partOf(word);
    if (part === undefined) title.push(word);
    else Object.assign(signs, part);
  }
  const subject = title.join(" ");
  return stepFields({
    ...signs,
    ...(type === undefined ? {} : { type: type.key }),
    title: capital(subject || (type?.label ?? line.trim())),
  });
}

/** "call" is a phone call and "proposal" sends one: a word of the key or the label begins so; a whole one wins. */
function typeFor(word: string, types: readonly TypeWords[]): TypeWords | undefined {
  const wanted = word.toLowerCase();
  if (wanted.length < 2) return undefined;
  const names = ({ key, label }: TypeWords) => [
    key,
    ...key.split("_"),
    ...label.toLowerCase().split(/[^\p{L}\p{N}]+/u),
  ];
  return (
    types.find((type) => names(type).includes(wanted)) ??
    types.find((type) => wanted.length > 2 && names(type).some((name) => name.startsWith(wanted)))
  );
}

function partOf(word: string): Part | undefined {
  return waitIn(word) ?? dueIn(word) ?? clockIn(word) ?? weekdayIn(word) ?? priorityIn(word);
}

function waitIn(word: string): Part | undefined {
  const [, days, unit = "d"] = WAIT.exec(word) ?? [];
  if (days === undefined) return undefined;
  const isWorking = unit.toLowerCase() === "wd";
  const scheduled_offset_days = Number(days) * (unit.toLowerCase() === "w" ? DAYS_A_WEEK : 1);
  return isWorking ? { scheduled_offset_days, day_unit: "business" } : { scheduled_offset_days };
}

function dueIn(word: string): Part | undefined {
  const [, days] = DUE.exec(word) ?? [];
  return days === undefined ? undefined : { due_offset_days: Number(days) };
}

function clockIn(word: string): Part | undefined {
  const [, hour, minute] = CLOCK.exec(word) ?? [];
  return hour === undefined ? undefined : { at_time: `${hour.padStart(2, "0")}:${minute}` };
}

/** Only as "tue" or "tuesday": a shorter word may be one of the title's. */
function weekdayIn(word: string): Part | undefined {
  const wanted = word.toLowerCase();
  const day = WEEKDAYS.find((name) => name === wanted || name.slice(0, 3) === wanted);
  return day === undefined ? undefined : { scheduled_weekday: day };
}

function priorityIn(word: string): Part | undefined {
  const priority = PRIORITIES.find((name) => word.toLowerCase() === `!${name}`);
  return priority === undefined ? undefined : { priority };
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
