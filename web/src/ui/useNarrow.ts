// Whether the page is as narrow as a phone: what unfolds below a row elsewhere comes as a sheet there.

import { useSyncExternalStore } from "react";

const NARROW = "(max-width: 700px)";

export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(NARROW).matches);
}

function subscribe(onChange: () => void): () => void {
  const media = matchMedia(NARROW);
  media.addEventListener("change", onChange);
  return () => media.removeEventListener("change", onChange);
}
