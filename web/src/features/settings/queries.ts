// What the settings ask the server for, besides what every page has of the tenant.

import type { Member } from "@onward/client";
import { queryOptions } from "@tanstack/react-query";
import { onward } from "../../api/client.ts";
import { keys } from "../../api/queries.ts";

/** Everybody, those who have left too, by name. */
export const membersQuery = queryOptions({
  queryKey: [...keys.members, "all"],
  queryFn: async ({ signal }): Promise<Member[]> => {
    const all: Member[] = [];
    for await (const member of onward.members.eachMember({ sort: "name", limit: 200 }, { signal })) all.push(member);
    return all;
  },
});

/** Archived ones too, with the count of their use. */
export const typesQuery = queryOptions({
  queryKey: [...keys.settings, "types", "all"],
  queryFn: ({ signal }) => onward.settings.listTypes({ archived: true, include: ["usage"] }, { signal }),
});

export const outcomesQuery = queryOptions({
  queryKey: [...keys.settings, "outcomes", "all"],
  queryFn: ({ signal }) => onward.settings.listOutcomes({ archived: true, include: ["usage"] }, { signal }),
});
