// Whether the page is as narrow as a phone: what unfolds below a row elsewhere comes as a sheet there.

import { useMedia } from "../core/media.ts";

export function useNarrow(): boolean {
  return useMedia("(max-width: 700px)");
}
