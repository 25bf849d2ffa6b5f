// What can be taken back, the newest first: the key Z, and the button beside the message.

import { showToast, type ToastAction } from "./toasts.ts";

export interface Undoable {
  /** What was done, as the message says it. */
  words: string;
  undo: () => Promise<unknown>;
  /** Takes its message away. */
  close?: () => void;
}

const MOST = 20;
let done: Undoable[] = [];
/** What the key is taking back at this moment. */
let taken: Undoable | null = null;

/** Remember an act without a message, where the page itself says what was done; the function given back undoes it. */
export function rememberUndo(act: Undoable): () => Promise<void> {
  done = [...done, act].slice(-MOST);
  return () => take(act);
}

/** Remember an act, and show its message with `label` as the button that takes it back. */
export function offerUndo(act: Undoable, label: string, more: ToastAction[] = []): void {
  const undo = rememberUndo(act);
  act.close = showToast(act.words, { actions: [...more, { label, run: () => void undo() }] });
}

/** Take back the newest act, one at a time: asked again before it is done, nothing happens. False when there is none. */
export async function undoLast(): Promise<boolean> {
  if (taken !== null) return true;
  const act = done.at(-1);
  if (act === undefined) return false;
  taken = act;
  try {
    await take(act);
  } finally {
    if (taken === act) taken = null;
  }
  return true;
}

/** Nothing of one tenant is taken back in another. */
export function forgetUndo(): void {
  for (const act of done) act.close?.();
  done = [];
  taken = null;
}

/** Once, however often it is asked. */
async function take(act: Undoable): Promise<void> {
  if (!done.includes(act)) return;
  done = done.filter((other) => other !== act);
  act.close?.();
  await act.undo();
}
