// The first step with a customer: that of a template, else a plain follow-up.

import type { Customer, Interaction } from "@onward/client";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { onward } from "../../api/client.ts";
import { keys } from "../../api/queries.ts";
import { text } from "../../i18n/text.tsx";

type Begun = Pick<Customer, "id" | "name">;

export function useBeginning(): (customer: Begun, templateId: string | undefined) => Promise<Interaction> {
  const client = useQueryClient();
  return async (customer, templateId) => {
    const first = await begin(customer, templateId);
    await reread(client);
    return first;
  };
}

function begin({ id, name }: Begun, templateId: string | undefined): Promise<Interaction> {
  if (templateId !== undefined) {
    return onward.workflows.startWorkflow({ customer_id: id, template_id: templateId });
  }
  const title = text("start.firstTitle", { name });
  return onward.interactions.createInteraction({ customer_id: id, type: "follow_up", title });
}

async function reread(client: QueryClient): Promise<void> {
  await Promise.all(
    [keys.customers, keys.interactions, keys.queue].map((queryKey) => client.invalidateQueries({ queryKey })),
  );
}
