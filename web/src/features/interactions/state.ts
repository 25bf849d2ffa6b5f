// What the list shows, as the address says it: filters and order under the names that the server's list has, so that
// an address, a saved view and a request say the same.

import type { InteractionFilters } from "@onward/client";
import { dayIn, flagIn, isSameSearch, keysIn, listIn, oneIn, textIn } from "../../core/search.ts";

export const STATUSES = ["pending", "in_progress", "completed", "cancelled", "skipped"] as const;
export const OPEN = ["pending", "in_progress"] as const;
export const PRIORITIES = ["urgent", "high", "normal", "low"] as const;
export const ORDERS = ["due_at", "scheduled_at", "priority", "created_at", "completed_at"] as const;

export type Order = (typeof ORDERS)[number];
export type Sort = Order | `-${Order}`;
const SORTS: Sort[] = ORDERS.flatMap((order): Sort[] => [order, `-${order}`]);

export interface Filters {
  status?: (typeof STATUSES)[number][] | undefined;
  priority?: (typeof PRIORITIES)[number][] | undefined;
  type?: string[] | undefined;
  outcome?: string[] | undefined;
  assignee_id?: string[] | undefined;
  customer_id?: string[] | undefined;
  template_id?: string[] | undefined;
  workflow_id?: string[] | undefined;
  campaign_id?: string[] | undefined;
  conversation_id?: string[] | undefined;
  overdue?: boolean | undefined;
  due_from?: string | undefined;
  due_to?: string | undefined;
  scheduled_from?: string | undefined;
  scheduled_to?: string | undefined;
  q?: string | undefined;
}

/** Filters and order: what a request is made of, and what a view keeps. */
export interface Shown extends Filters {
  sort: Sort;
}

export interface ListSearch extends Filters {
  /** `mine`, `team`, or the id of a saved view: what the rest of the address is a change of. */
  view?: string | undefined;
  sort?: Sort | undefined;
}

const FIRST_SORT: Sort = "due_at";

export const PRESETS: Record<"mine" | "team", Shown> = {
  mine: { status: [...OPEN], assignee_id: ["me"], sort: FIRST_SORT },
  team: { status: [...OPEN], sort: FIRST_SORT },
};

/** Every key is in the result, for the router keeps the raw value of one that is left out. */
export function readSearch(given: Record<string, unknown>): ListSearch {
  return {
    view: textIn(given.view, 40),
    sort: oneIn(given.sort, SORTS),
    status: listIn(given.status, STATUSES),
    priority: listIn(given.priority, PRIORITIES),
    type: keysIn(given.type),
    outcome: keysIn(given.outcome),
    assignee_id: keysIn(given.assignee_id),
    customer_id: keysIn(given.customer_id),
    template_id: keysIn(given.template_id),
    workflow_id: keysIn(given.workflow_id),
    campaign_id: keysIn(given.campaign_id),
    conversation_id: keysIn(given.conversation_id),
    overdue: flagIn(given.overdue),
    due_from: dayIn(given.due_from),
    due_to: dayIn(given.due_to),
    scheduled_from: dayIn(given.scheduled_from),
    scheduled_to: dayIn(given.scheduled_to),
    q: textIn(given.q),
  };
}

/** What an address asks for; one that says nothing but a view asks for that view. */
export function shownBy({ view: _, ...search }: ListSearch, preset: Shown): Shown {
  const said = Object.values(search).some((value) => value !== undefined);
  return said ? tidy({ ...search, sort: search.sort ?? FIRST_SORT }) : preset;
}

/** The address of a state: short where it is the view itself, whole where it was changed. */
export function searchFor(view: string, shown: Shown, preset: Shown): ListSearch {
  return isSameShown(shown, preset) ? { view } : { ...tidy(shown), view };
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
