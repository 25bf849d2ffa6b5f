// The one polite voice of the page. Stands once, in the root.

import { spoken } from "../core/announce.ts";
import { useStore } from "../core/store.ts";

export function LiveRegion() {
  const { words, turn } = useStore(spoken);
  return (
    <div aria-live="polite" className="visually-hidden" id="announcements">
      <span key={turn}>{words}</span>
    </div>
  );
}
