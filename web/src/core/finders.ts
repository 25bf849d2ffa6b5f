// What the palette searches besides commands. A feature adds its own when its routes are made.

import type { MessageId } from "../i18n/ids.ts";

export interface Found {
  id: string;
  label: string;
  /** A few words that tell two of the same name apart. */
  detail?: string;
  /** Where choosing it leads, without the base path. */
  href: string;
}

export interface Finder {
  id: string;
  title: MessageId;
  find: (words: string, signal: AbortSignal) => Promise<Found[]>;
}

const finders: Finder[] = [];

export function addFinder(finder: Finder): void {
  if (!finders.some(({ id }) => id === finder.id)) finders.push(finder);
}

export function allFinders(): readonly Finder[] {
  return finders;
}

/** Every word begins one of the label's. */
export function holds(label: string, words: string): boolean {
  const parts = label.toLowerCase().split(/\s+/);
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => word === "" || parts.some((part) => part.startsWith(word)));
}
