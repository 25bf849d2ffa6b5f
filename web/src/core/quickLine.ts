// One line in which somebody plans or tells something: "call Acme tue 10 renewal". First the type, then the customer's
// name, then what it is about; the date stands anywhere.

import { type Heard, hearDate } from "./dateWords.ts";

export interface NamedType {
  key: string;
  label: string;
}

export interface QuickLine {
  /** A type's key; null when the first word names none. */
  type: string | null;
  /** "called" tells what has happened. */
  isTold: boolean;
  /** Customer and subject, which only the customers' names can tell apart. */
  words: string[];
  /** Of the words, those before the date: only they can be the customer's name. */
  nameable: number;
  date: Pick<Heard, "day" | "time"> | null;
}

const SHORTEST = 3;
const PAST_ENDING = 2;

export function readQuickLine(text: string, types: readonly NamedType[], today: string, locale?: string): QuickLine {
  const all = text.trim().split(/\s+/).filter(Boolean);
  const typed = all[0] === undefined ? null : typeOf(all[0], types);
  const rest = typed === null ? all : all.slice(1);
  const heard = hearDate(rest, today, locale);
  const before = heard === null ? rest : rest.slice(0, heard.from);
  const after = heard === null ? [] : rest.slice(heard.to);
  return {
    type: typed?.key ?? null,
    isTold: typed?.isTold ?? false,
    words: [...before, ...after],
    // A date that stands first leaves the name behind it.
    nameable: before.length > 0 ? before.length : after.length,
    date: heard === null ? null : { day: heard.day, time: heard.time },
  };
}

/** How many of the leading words are this name from its first or a later word on, each by its first letters; 0 when it
 * is somebody else's. */
export function nameLength(words: readonly string[], name: string): number {
  const parts = wordsOf(name);
  return Math.max(0, ...parts.map((_, from) => lengthFrom(words, parts.slice(from))));
}

function lengthFrom(words: readonly string[], parts: string[]): number {
  const length = words.findIndex((word, place) => !parts[place]?.startsWith(plain(word)));
  return Math.min(length < 0 ? words.length : length, parts.length);
}

function typeOf(word: string, types: readonly NamedType[]): { key: string; isTold: boolean } | null {
  const said = plain(word);
  if (said.length < SHORTEST) return null;
  const words = types.map(({ key, label }) => ({ key, words: [...wordsOf(label), ...key.split("_"), plain(label)] }));
  const exact = words.find((type) => type.words.includes(said)) ?? words.find((type) => type.words.some(begins(said)));
  if (exact !== undefined) return { key: exact.key, isTold: false };
  const told = words.find((type) => type.words.some((each) => isPastOf(said, each)));
  return told === undefined ? null : { key: told.key, isTold: true };
}

function begins(said: string): (word: string) => boolean {
  return (word) => word.startsWith(said);
}

function isPastOf(said: string, word: string): boolean {
  return (
    word.length >= SHORTEST && said.startsWith(word) && said.endsWith("ed") && said.length - word.length <= PAST_ENDING
  );
}

function wordsOf(name: string): string[] {
  return name
    .split(/[\s,]+/)
    .map(plain)
    .filter(Boolean);
}

/** Lower case, without accents and signs: "E-mail" is "email". */
function plain(word: string): string {
  return word
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .toLowerCase();
}
