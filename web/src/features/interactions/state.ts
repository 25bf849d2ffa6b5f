// What the list shows: filters and order, so that an address, a saved view and a request say the same.

import type { InteractionFilters } from "@onward/client";
import { isSameSearch } from "../../core/search.ts";
import { type Filters, type ListSearch, OPEN, type Order, readSearch, type Sort } from "./search.ts";

/** Filters and order: what a request is made of, and what a view keeps. */
export interface Shown extends Filters {
  sort: Sort;
}

const FIRST_SORT: Sort = "due_at";

export const PRESETS: Record<"mine" | "team", Shown> = {
  mine: { status: [...OPEN], assignee_id: ["me"], sort: FIRST_SORT },
  team: { status: [...OPEN], sort: FIRST_SORT },
};

/** What an address asks for; one that says nothing but a view asks for that view. */
export function shownBy({ view, ...search }: ListSearch, preset: Shown): Shown {
  return isViewAlone({ view, ...search }) ? preset : tidy({ ...search, sort: search.sort ?? FIRST_SORT });
}

export function isViewAlone({ view: _, ...search }: ListSearch): boolean {
  return Object.values(search).every((value) => value === undefined);
}

/** The address of a state: short where it is the view itself, whole where it was changed. */
export function searchFor(view: string, shown: Shown, preset: Shown): ListSearch {
  return isSameShown(shown, preset) ? { view } : { ...tidy(shown), view };
}

/** The address of a view as somebody else can open it: a personal one travels as the filters that it is made of. */
export function linkTo(view: string, shown: Shown, preset: Shown, isShared: boolean): ListSearch {
  return isShared ? searchFor(view, shown, preset) : tidy(shown);
}

export function isSameShown(one: Shown, other: Shown): boolean {
  return isSameSearch(sorted(one), sorted(other));
}

export function filtersOf({ sort: _, ...filters }: Shown): Filters {
  return filters;
}

/** The names of the filters that narrow the list. */
export function narrowing(shown: Shown): (keyof Filters)[] {
  return (Object.keys(filtersOf(tidy(shown))) as (keyof Filters)[]).sort();
}

export function without(shown: Shown, ...names: (keyof Filters)[]): Shown {
  const left: Shown = { ...shown };
  for (const name of names) delete left[name];
  return left;
}

/** The next order when a column's name is pressed: its usual direction first, then the other way. */
export function turned(sort: Sort, order: Order): Sort {
  const first: Sort = order === "due_at" || order === "scheduled_at" ? order : `-${order}`;
  const other: Sort = first === order ? `-${order}` : order;
  return sort === first ? other : first;
}

export function directionOf(sort: Sort, order: Order): "ascending" | "descending" | undefined {
  if (sort === order) return "ascending";
  return sort === `-${order}` ? "descending" : undefined;
}

/** A saved view keeps every value in a list of texts; read with the same suspicion as an address. */
export function fromView(query: Record<string, string[]>): Shown {
  const given = Object.fromEntries(
    Object.entries(query).map(([name, values]) => {
      const [first] = values;
      if (name === "overdue") return [name, first === "true"];
      return [name, LISTED.has(name) ? values : first];
    }),
  );
  const { view: _, ...search } = readSearch(given);
  return tidy({ ...search, sort: search.sort ?? FIRST_SORT });
}

export function toView(shown: Shown): Record<string, string[]> {
  return Object.fromEntries(Object.entries(tidy(shown)).map(([name, value]) => [name, [value].flat().map(String)]));
}

export function asQuery(shown: Shown): InteractionFilters {
  return tidy(shown) as InteractionFilters;
}

const LISTED = new Set([
  "status",
  "priority",
  "type",
  "outcome",
  "assignee_id",
  "customer_id",
  "template_id",
  "workflow_id",
  "campaign_id",
  "conversation_id",
]);

/** Without the filters that are not set. */
function tidy(shown: Shown): Shown {
  const kept = Object.entries(shown).filter(([, value]) => value !== undefined && [value].flat().length > 0);
  return Object.fromEntries(kept) as unknown as Shown;
}

/** The order of alternatives means nothing. */
function sorted(shown: Shown): Record<string, unknown> {
  const entries = Object.entries(tidy(shown));
  return Object.fromEntries(entries.map(([name, value]) => [name, Array.isArray(value) ? [...value].sort() : value]));
}
