// What a customer's page asks for before it is there itself.

import { queryOptions } from "@tanstack/react-query";
import { onward } from "../../api/client.ts";
import { keys } from "../../api/queries.ts";

const MOST_OPEN = 100;

export const customerQuery = (id: string) =>
  queryOptions({
    queryKey: keys.customer(id),
    queryFn: ({ signal }) => onward.customers.getCustomer(id, { signal }),
  });

/** What is open, in working order: the first one is the next step. */
export const openQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.interactions, "open", id],
    queryFn: async ({ signal }) => (await onward.interactions.getPending(id, { limit: MOST_OPEN }, { signal })).data,
  });
