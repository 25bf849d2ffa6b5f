// What Today asks the server for. Sections, their order and what belongs to them are the server's.

import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { onward } from "../../api/client.ts";
import { keys } from "../../api/queries.ts";

const HISTORY = 5;
/** How much of each section is shown at first. */
export const FIRST_LENGTH = 50;
/** As many as one answer may hold. */
const MOST = 200;

/** The first `limit` of every section, however many. `whose` is `me`, `none` or a member's id. */
export function queueQuery(whose: string, limit: number) {
  return queryOptions({
    queryKey: [...keys.queue, whose, limit],
    queryFn: async ({ signal }) => {
      const page = { assignee: whose, limit: Math.min(limit, MOST) };
      const first = await onward.queue.getQueue(page, { signal });
      if (limit <= MOST) return first;
      const { further } = await import("./further.ts");
      return further(first, limit, (section, cursor) =>
        onward.queue.getQueue({ ...page, section, cursor }, { signal }),
      );
    },
    placeholderData: (before) => (before?.assignee_id === undefined ? undefined : keepPreviousData(before)),
  });
}

/** Who has the item that is due first; null when nothing is open, or nobody has it. */
export const firstAssigneeQuery = queryOptions({
  queryKey: [...keys.interactions, "first-assignee"],
  queryFn: async ({ signal }): Promise<string | null> => {
    const query = { status: ["pending" as const], sort: "due_at" as const, limit: 1 };
    return (await onward.interactions.listInteractions(query, { signal })).data[0]?.assignee_id ?? null;
  },
});

/** What happened with a customer lately, the newest first. */
export function historyQuery(customerId: string) {
  return queryOptions({
    queryKey: [...keys.customer(customerId), "lately"],
    queryFn: async ({ signal }) =>
      (await onward.customers.getTimeline(customerId, { limit: HISTORY }, { signal })).data,
  });
}
