// Whether the focus is somewhere inside an element.

import { type RefObject, useEffect, useState } from "react";

export function useHasFocus(element: RefObject<HTMLElement | null>): boolean {
  const [has, setHas] = useState(false);
  useEffect(() => {
    const look = () => setHas(element.current?.contains(document.activeElement) ?? false);
    document.addEventListener("focusin", look);
    return () => document.removeEventListener("focusin", look);
  }, [element]);
  return has;
}
