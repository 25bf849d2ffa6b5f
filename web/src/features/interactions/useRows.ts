// The rows of the list as they come into sight.

import type { InteractionFilters, InteractionPage } from "@onward/client";
import { keepPreviousData, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useRef, useState } from "react";
import { chainOf, countOf, type ListRow, rowsOf, samePage, wantedPages } from "./paging.ts";
import { countQuery, pageQuery } from "./queries.ts";

interface Rows {
  rows: ListRow[];
  /** How many there are in all; undefined until it is known. */
  total: number | undefined;
  isPending: boolean;
  error: unknown;
  retry: () => void;
  /** For the list to tell which rows are in sight. */
  onRange: (first: number, last: number) => void;
}

interface Range {
  /** Of which list; a range of another is none. */
  name: string;
  first: number;
  last: number;
}

const BEGINNING = { first: 0, last: 0 };

export function useRows(asked: InteractionFilters): Rows {
  const client = useQueryClient();
  const name = JSON.stringify(asked);
  const [range, setRange] = useState<Range>({ name, ...BEGINNING });
  const { first, last } = range.name === name ? range : BEGINNING;
  const chain = chainOf((cursor) => client.getQueryData<InteractionPage>(pageQuery(asked, cursor).queryKey));
  const wanted = wantedPages(chain, first, last);
  const results = useQueries({ queries: wanted.map((place) => pageQuery(asked, chain.cursors[place])) });
  const count = useQuery({ ...countQuery(asked), placeholderData: keepPreviousData });
  // Read here, so that this renders anew when a page comes.
  const pages = useSame(chain.pages.map((page, place) => results[wanted.indexOf(place)]?.data ?? page));
  const total = countOf(pages) ?? (count.isPlaceholderData ? undefined : count.data);
  const failed = results.find(({ error }) => error !== null);
  return {
    rows: useMemo(() => rowsOf(pages, total), [pages, total]),
    total,
    isPending: pages[0] === undefined && failed === undefined,
    error: failed?.error ?? null,
    retry: () => void failed?.refetch(),
    onRange: useCallback((from: number, to: number) => setRange((before) => nearest(before, name, from, to)), [name]),
  };
}

/** As long as the same pages are in sight, the list need not be drawn anew for them. */
function nearest(before: Range, name: string, first: number, last: number): Range {
  const isSame = before.name === name && samePage(before.first, first) && samePage(before.last, last);
  return isSame ? before : { name, first, last };
}

/** The array of before, as long as it holds the same. */
function useSame<T>(items: T[]): T[] {
  const before = useRef(items);
  const isSame = before.current.length === items.length && before.current.every((item, place) => item === items[place]);
  if (!isSame) before.current = items;
  return before.current;
}
