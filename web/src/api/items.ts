// An open item as lists, the calendar and pages show it: the interaction, whose it is, and what would come after it.

import type { Interaction, Peek, QueueItem } from "@onward/client";
import { queryOptions } from "@tanstack/react-query";
import { onward } from "./client.ts";
import { keys } from "./queries.ts";

export interface Item {
  interaction: Interaction;
  customer?: QueueItem["customer"] | undefined;
  template?: QueueItem["template"] | undefined;
}

/** What each outcome, a skip and a cancellation would lead to. */
export function peekQuery(interactionId: string) {
  return queryOptions({
    queryKey: [...keys.interaction(interactionId), "peek"],
    queryFn: async ({ signal }): Promise<Peek[]> =>
      (await onward.interactions.peekInteraction(interactionId, { signal })).data,
  });
}
