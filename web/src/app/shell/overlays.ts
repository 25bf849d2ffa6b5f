// Which of the shell's own layers is open; one at a time.

import { createStore } from "../../core/store.ts";

export type Overlay = "palette" | "keyMap";

export const overlays = createStore<Overlay | null>(null);

let typed = "";

/** What is typed before the layer has the focus is kept for it: hands are faster than pages. */
export function showOverlay(overlay: Overlay | null): void {
  typed = "";
  document.removeEventListener("keydown", keepTyped, true);
  if (overlay === "palette") document.addEventListener("keydown", keepTyped, true);
  overlays.set(overlay);
}

/** What was typed ahead; from here on the layer has its own field. */
export function takeTyped(): string {
  document.removeEventListener("keydown", keepTyped, true);
  return typed;
}

function keepTyped(event: KeyboardEvent): void {
  if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  typed += event.key;
}
