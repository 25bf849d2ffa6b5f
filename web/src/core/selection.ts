// Which rows are selected, and how keys and clicks change that. Rows are known by their ids, in the order shown.

export interface Selection {
  ids: ReadonlySet<string>;
  /** Where an extension begins: the row that was selected last by itself. */
  anchor: string | null;
}

export const NOTHING: Selection = { ids: new Set(), anchor: null };

export function toggled({ ids }: Selection, id: string): Selection {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: id };
}

/** All rows from the anchor to `id`, those outside left as they are. */
export function extended({ ids, anchor }: Selection, order: readonly string[], id: string): Selection {
  const begin = anchor === null ? -1 : order.indexOf(anchor);
  const end = order.indexOf(id);
  if (begin < 0 || end < 0) return { ids: new Set([...ids, id]), anchor: id };
  const between = order.slice(Math.min(begin, end), Math.max(begin, end) + 1);
  return { ids: new Set([...ids, ...between]), anchor };
}

export function everything(order: readonly string[]): Selection {
  return { ids: new Set(order), anchor: order[0] ?? null };
}

/** What is left when rows have gone. */
export function remaining({ ids, anchor }: Selection, order: readonly string[]): Selection {
  const there = new Set(order);
  return {
    ids: new Set([...ids].filter((id) => there.has(id))),
    anchor: anchor !== null && there.has(anchor) ? anchor : null,
  };
}
