// What the first steps ask the server for.

import type { Interaction } from "@onward/client";
import { queryOptions } from "@tanstack/react-query";
import { onward } from "../../api/client.ts";
import type { Item } from "../../api/items.ts";
import { keys } from "../../api/queries.ts";

const MOST_TEMPLATES = 3;

/** The oldest ones, which every tenant begins with. */
export const firstTemplatesQuery = queryOptions({
  queryKey: [...keys.templates, "first"],
  queryFn: async ({ signal }) => {
    const query = { is_active: true, sort: "created_at" as const, limit: MOST_TEMPLATES };
    return (await onward.templates.listTemplates(query, { signal })).data;
  },
});

/** What can be done for real: the interaction named, else the one that is due first; null where nothing is planned. */
export function firstItemQuery(id: string | undefined) {
  return queryOptions({
    queryKey: [...keys.interactions, "first", id ?? ""],
    queryFn: async ({ signal }): Promise<Item | null> => {
      const interaction = id === undefined ? await firstOpen(signal) : await onward.interactions.getInteraction(id);
      if (interaction === undefined) return null;
      return { interaction, customer: await onward.customers.getCustomer(interaction.customer_id, { signal }) };
    },
  });
}

async function firstOpen(signal: AbortSignal): Promise<Interaction | undefined> {
  const query = { status: ["pending" as const], sort: "due_at" as const, limit: 1 };
  return (await onward.interactions.listInteractions(query, { signal })).data[0];
}

/** Somebody who has come in and waits for a first step. */
export const firstCustomerQuery = queryOptions({
  queryKey: [...keys.customers, "first"],
  queryFn: async ({ signal }) =>
    (await onward.customers.listCustomers({ status: ["active"], limit: 1 }, { signal })).data[0] ?? null,
});
