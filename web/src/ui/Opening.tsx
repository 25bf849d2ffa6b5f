// Stands where a layer will be: the keys of the page are the layer's already, and what is typed waits for it.

import { useHeldKeys } from "../core/typeAhead.ts";

export function Opening() {
  useHeldKeys();
  return <span data-modal hidden />;
}
