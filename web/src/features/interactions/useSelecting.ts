// What is selected: single rows, or everything that the filters let through, loaded or not.

import { useMemo, useState } from "react";
import { NOTHING, type Selection } from "../../core/selection.ts";
import type { ListRow } from "./paging.ts";

export interface Selecting {
  selection: Selection;
  /** Everything that the filters let through. */
  isAll: boolean;
  count: number;
  /** On phones: taps select, though nothing is selected yet. */
  isOn: boolean;
  turnOn: () => void;
  select: (selection: Selection) => void;
  selectAll: () => void;
  clear: () => void;
}

export function useSelecting(rows: readonly ListRow[], total: number | undefined): Selecting {
  const [chosen, setChosen] = useState<Selection>(NOTHING);
  const [isAll, setAll] = useState(false);
  const [isWanted, setWanted] = useState(false);
  const everything = useMemo(
    (): Selection => ({
      ids: new Set(isAll ? rows.filter(({ isTitle }) => !isTitle).map(({ id }) => id) : []),
      anchor: null,
    }),
    [rows, isAll],
  );
  const selection = isAll ? everything : chosen;
  const count = isAll ? (total ?? everything.ids.size) : chosen.ids.size;
  return {
    selection,
    isAll,
    count,
    isOn: isWanted || count > 0,
    turnOn: () => setWanted(true),
    select: (next) => {
      setAll(false);
      setChosen(next);
    },
    selectAll: () => {
      setChosen(NOTHING);
      setAll(true);
    },
    clear: () => {
      setAll(false);
      setChosen(NOTHING);
      setWanted(false);
    },
  };
}
