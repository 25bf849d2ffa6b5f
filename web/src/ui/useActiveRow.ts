// The one row of a list that the keys act on. It stays the same row while others come and go; when it goes itself, the
// one that takes its place follows.

import { useCallback, useEffect, useRef, useState } from "react";
import type { GridRow } from "./VirtualGrid.tsx";

interface ActiveRow<T> {
  id: string | null;
  row: T | undefined;
  set: (id: string) => void;
  /** To the next or previous row, with the focus; the row that is active then. */
  move: (step: 1 | -1) => T | undefined;
  /** For each row's element, so that the focus can follow; always the same function. */
  attach: (id: string, element: HTMLElement | null) => void;
}

export function useActiveRow<T extends GridRow>(rows: readonly T[], scrollTo: (index: number) => void): ActiveRow<T> {
  const [chosen, setChosen] = useState<string | null>(null);
  const elements = useRef(new Map<string, HTMLElement>());
  const wanted = useRef<string | null>(null);
  const place = useRef(0);
  const index = placeOf(rows, chosen, place.current);
  const row = rows[index];
  const hadFocus = useRef(false);

  useEffect(() => {
    place.current = Math.max(index, 0);
    const gone = chosen !== null && row !== undefined && row.id !== chosen;
    if (gone) {
      setChosen(row.id);
      if (hadFocus.current) wanted.current = row.id;
    }
    const element = wanted.current === null ? undefined : elements.current.get(wanted.current);
    if (element !== undefined) {
      wanted.current = null;
      element.focus({ preventScroll: true });
    }
  });

  const attach = useCallback((id: string, element: HTMLElement | null) => {
    if (element === null) elements.current.delete(id);
    else elements.current.set(id, element);
  }, []);
  const focus = (id: string) => {
    wanted.current = id;
    setChosen(id);
  };
  return {
    id: row?.id ?? null,
    row,
    set: (id) => {
      hadFocus.current = true;
      setChosen(id);
    },
    move: (step) => {
      const isNew = chosen === null && document.activeElement?.closest('[role="row"]') == null;
      const target = isNew ? index : following(rows, index, step);
      const found = rows[target];
      if (found === undefined) return row;
      hadFocus.current = true;
      scrollTo(target);
      focus(found.id);
      return found;
    },
    attach,
  };
}

/** Where the active row is; if it has gone, the row that stands in its place now. */
function placeOf(rows: readonly GridRow[], id: string | null, before: number): number {
  const found = rows.findIndex((row) => row.id === id && !row.isTitle);
  if (found >= 0) return found;
  const here = following(rows, Math.min(before, rows.length) - 1, 1);
  return here >= 0 ? here : following(rows, rows.length, -1);
}

/** The nearest row that is no title, in that direction; -1 when there is none. */
export function following(rows: readonly GridRow[], from: number, step: 1 | -1): number {
  for (let index = from + step; index >= 0 && index < rows.length; index += step) {
    if (!rows[index]?.isTitle) return index;
  }
  return -1;
}
