// Leaving what one is writing: asked about only where something would be lost.

import { createStore } from "../../core/store.ts";

/** Whether something half-written stands on the page, and whether somebody who wanted to leave is being asked. */
export const writing = createStore({ isDirty: false, isAsked: false });

export function useLeaving(leave: () => void): () => void {
  return () => {
    if (writing.get().isDirty) writing.set({ isDirty: true, isAsked: true });
    else leave();
  };
}
