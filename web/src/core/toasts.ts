// Short messages at the edge of the page, with what can be done about them.

import { announce } from "./announce.ts";
import { createStore } from "./store.ts";

export interface ToastAction {
  label: string;
  run: () => void;
}

export interface Toast {
  id: number;
  words: string;
  tone: "plain" | "failure";
  actions: ToastAction[];
}

const SHOWN_MS = 8000;
const MOST = 3;

export const toasts = createStore<Toast[]>([]);
let last = 0;

/** Shows a message; the function that is given back takes it away. A failure stays until somebody closes it. */
export function showToast(words: string, { tone = "plain", actions = [] }: Partial<Toast> = {}): () => void {
  last += 1;
  const id = last;
  toasts.set((shown) => [...shown, { id, words, tone, actions }].slice(-MOST));
  announce(words);
  return () => closeToast(id);
}

export function closeToast(id: number): void {
  toasts.set((shown) => shown.filter((toast) => toast.id !== id));
}

/** How long a message stays when nobody points at it. */
export function lifetimeOf(toast: Toast): number {
  return toast.tone === "failure" ? Number.POSITIVE_INFINITY : SHOWN_MS;
}
