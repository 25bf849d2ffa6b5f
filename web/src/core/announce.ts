// What is said to those who hear the page: one polite voice for everything.

import { createStore } from "./store.ts";

/** `turn` makes the same words, said twice, be heard twice. */
export const spoken = createStore({ words: "", turn: 0 });

export function announce(words: string): void {
  spoken.set(({ turn }) => ({ words, turn: turn + 1 }));
}
