// What a type or an outcome is called.

import type { InteractionType, Outcome } from "@onward/client";

export function labelOfType({ key, label }: Pick<InteractionType, "key" | "label">): string {
  return label || spoken(key);
}

export function labelOfOutcome({ key, label }: Pick<Outcome, "key" | "label">): string {
  return label ?? spoken(key);
}

/** `left_message` as words. */
function spoken(key: string): string {
  const words = key.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A key proposed from a label; the server has the last word. */
export function keyOf(label: string): string {
  const plain = label.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 50)
    .replace(/_+$/, "");
}

/** The keys with one of them a place up or down; the same where it cannot go further. */
export function moved(keys: string[], key: string, by: -1 | 1): string[] {
  const at = keys.indexOf(key);
  const to = at + by;
  if (at < 0 || to < 0 || to >= keys.length) return keys;
  const rest = keys.filter((each) => each !== key);
  return [...rest.slice(0, to), key, ...rest.slice(to)];
}
