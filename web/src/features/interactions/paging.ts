// A list of any length out of pages that are fetched as they come into sight, forwards and backwards.
//
// Every page has its place in the list, whether it is loaded or not, so nothing moves when one comes or goes. A page's
// cursor stands at the end of the page before it: when that one changes, this one is asked for anew.

import type { Interaction, InteractionPage } from "@onward/client";
import type { GridRow } from "../../ui/VirtualGrid.tsx";

export const PAGE_SIZE = 100;

export interface ItemRow extends GridRow {
  isTitle?: false;
  interaction: Interaction;
}

/** A row that is not loaded yet. */
export interface Gap extends GridRow {
  isTitle: true;
}

export type ListRow = ItemRow | Gap;

export interface Chain {
  /** Those whose cursor is known, in order; undefined for one that is not loaded. */
  pages: (InteractionPage | undefined)[];
  /** The cursor of each of them. */
  cursors: (string | undefined)[];
}

/** Follow the cursors through what is loaded: it ends with the first page that is not. */
export function chainOf(loaded: (cursor: string | undefined) => InteractionPage | undefined): Chain {
  const chain: Chain = { pages: [], cursors: [] };
  const met = new Set<string>();
  for (let cursor: string | undefined; ; ) {
    const page = loaded(cursor);
    chain.pages.push(page);
    chain.cursors.push(cursor);
    const next = page?.next_cursor;
    if (next == null || met.has(next)) return chain;
    met.add(next);
    cursor = next;
  }
}

/** Which pages to ask for: those in sight, and where their cursors are not known yet, the one that leads there. */
export function wantedPages(chain: Chain, first: number, last: number): number[] {
  const known = chain.cursors.length - 1;
  const from = Math.min(Math.floor(first / PAGE_SIZE), known);
  const to = Math.min(Math.floor(last / PAGE_SIZE), known);
  return Array.from({ length: to - from + 1 }, (_, offset) => from + offset);
}

export function samePage(one: number, other: number): boolean {
  return Math.floor(one / PAGE_SIZE) === Math.floor(other / PAGE_SIZE);
}

const rowsOfPage = new WeakMap<InteractionPage, ItemRow[]>();
const gaps: Gap[] = [];

/** All rows: loaded ones, and gaps up to `total` where more is to come. */
export function rowsOf(pages: Chain["pages"], total: number | undefined): ListRow[] {
  const found = new Map<string, ItemRow>();
  for (const page of pages) for (const row of itemsOf(page)) found.set(row.id, row);
  const rows: ListRow[] = [...found.values()];
  const last = pages.at(-1);
  const isWhole = last !== undefined && last.next_cursor === null;
  if (isWhole || (pages.length === 1 && last === undefined)) return rows;
  const missing = Math.max((total ?? 0) - rows.length, 1);
  for (let number = 0; number < missing; number += 1) rows.push(gap(number));
  return rows;
}

function itemsOf(page: InteractionPage | undefined): ItemRow[] {
  if (page === undefined) return [];
  const made = rowsOfPage.get(page) ?? page.data.map((interaction): ItemRow => ({ id: interaction.id, interaction }));
  rowsOfPage.set(page, made);
  return made;
}

function gap(number: number): Gap {
  gaps[number] ??= { id: `gap-${number}`, isTitle: true };
  return gaps[number];
}

/** How many there are, once the last page is loaded. */
export function countOf(pages: Chain["pages"]): number | undefined {
  const last = pages.at(-1);
  return last?.next_cursor === null ? pages.reduce((sum, page) => sum + (page?.data.length ?? 0), 0) : undefined;
}
