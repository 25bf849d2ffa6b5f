// What the rules are made of.

import type { Template } from "@onward/client";
import { queryOptions } from "@tanstack/react-query";
import { onward } from "../../../api/client.ts";
import { keys } from "../../../api/queries.ts";

export const rulesQuery = queryOptions({
  queryKey: [...keys.settings, "rules"],
  queryFn: ({ signal }) => onward.conversations.listConversationRules({ signal }),
});

/** Those that can be started. */
export const startableQuery = queryOptions({
  queryKey: [...keys.templates, "startable"],
  queryFn: async ({ signal }): Promise<Template[]> => {
    const all: Template[] = [];
    for await (const each of onward.templates.eachTemplate({ is_active: true, limit: 200 }, { signal })) all.push(each);
    return all;
  },
});
