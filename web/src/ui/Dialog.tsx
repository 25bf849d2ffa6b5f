// What lies over the page until it is answered: a dialog in the middle, a sheet at the side. Its parts, which a page can
// do without at first, come when the first one opens.

import { lazy, type ReactNode, Suspense } from "react";
import type { DialogProps, PartsProps } from "./DialogParts.tsx";
import { Opening } from "./Opening.tsx";

const Parts = lazy(() => import("./DialogParts.tsx"));

export function Dialog(props: DialogProps) {
  return <Waited {...props} kind="dialog" />;
}

/** Comes in at the side, on phones from below. */
export function Sheet({ size: _, ...rest }: DialogProps) {
  return <Waited {...rest} kind="sheet" />;
}

/** Around a dialog whose words come with it: while it is on its way the page's keys are its already. */
export function Awaited({ children }: { children: ReactNode }) {
  return <Suspense fallback={<Opening />}>{children}</Suspense>;
}

function Waited(props: PartsProps) {
  if (!props.isOpen) return null;
  return (
    <Awaited>
      <Parts {...props} />
    </Awaited>
  );
}
