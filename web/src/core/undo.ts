// What can be taken back, the newest first: the key Z, and the button beside the message.

import { showToast } from "./toasts.ts";

export interface Undoable {
  /** What was done, as the message says it. */
  words: string;
  undo: () => Promise<unknown>;
}

const MOST = 20;
let done: Undoable[] = [];

/** Remember an act, and show its message with `label` as the button that takes it back. */
export function offerUndo(act: Undoable, label: string): void {
  done = [...done, act].slice(-MOST);
  const close = showToast(act.words, { actions: [{ label, run: () => void take(act, close) }] });
}

/** Take back the newest act; false when there is none. */
export async function undoLast(): Promise<boolean> {
  const act = done.at(-1);
  if (act === undefined) return false;
  await take(act);
  return true;
}

/** Nothing of one tenant is taken back in another. */
export function forgetUndo(): void {
  done = [];
}

async function take(act: Undoable, close?: () => void): Promise<void> {
  done = done.filter((other) => other !== act);
  close?.();
  await act.undo();
}
