// The composer that the shell holds: any page may open it, with what it already knows.

import { createStore } from "./store.ts";

export interface Begun {
  customer?: { id: string; name: string };
  /** A day such as `2026-11-24`. */
  day?: string;
}

/** Null while it is closed. */
export const composing = createStore<Begun | null>(null);

export function compose(begun: Begun = {}): void {
  composing.set(begun);
}
