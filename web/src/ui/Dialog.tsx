// What lies over the page until it is answered: a dialog in the middle, a sheet at the side. Its parts, which a page can
// do without at first, come when the first one opens.

import { lazy } from "../core/lazy.ts";
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

function Waited(props: PartsProps) {
  if (!props.isOpen) return null;
  return (
    <Opening>
      <Parts {...props} />
    </Opening>
  );
}
