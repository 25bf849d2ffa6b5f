// Which of the shell's own layers is open; one at a time.

import { createStore } from "../../core/store.ts";

export type Overlay = "palette" | "keyMap";

export const overlays = createStore<Overlay | null>(null);

export function showOverlay(overlay: Overlay | null): void {
  overlays.set(overlay);
}
