// Whether the window is as a media query says; it follows the window.

import { useSyncExternalStore } from "react";

/** Below this the side panel is a sheet. */
export const NARROW = "(max-width: 1100px)";

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    () => matchMedia(query).matches,
  );
}
