// Around a layer that is on its way: the keys of the page are the layer's already, and what is typed waits for it.

import { type ReactNode, Suspense } from "react";
import { useHeldKeys } from "../core/typeAhead.ts";

export function Opening({ children }: { children: ReactNode }) {
  return <Suspense fallback={<HeldKeys />}>{children}</Suspense>;
}

/** In its place where something else is drawn meanwhile. */
export function HeldKeys() {
  useHeldKeys();
  return <span data-modal hidden />;
}
