// What stands behind the ? of the list's address: filters and order under the names that the server's list has. Read
// before the page is there, so nothing else lives here.

import { dayIn, flagIn, keysIn, listIn, oneIn, textIn } from "../../core/search.ts";

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

export interface ListSearch extends Filters {
  /** `mine`, `team`, or the id of a saved view: what the rest of the address is a change of. */
  view?: string | undefined;
  sort?: Sort | undefined;
}

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
