// What a tenant has set up, as every page needs it: its people, its words, its calendar, and in whose zone one reads.

import type { InteractionType, Member, Outcome } from "@onward/client";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { zoneHere } from "../core/format.ts";
import { onward } from "./client.ts";
import { keys } from "./queries.ts";
import { useSession } from "./session.ts";

const SELDOM_CHANGED_MS = 5 * 60_000;
const MOST_MEMBERS = 200;

export const settingsQuery = queryOptions({
  queryKey: [...keys.settings, "all"],
  queryFn: ({ signal }) => onward.settings.getSettings({ signal }),
  staleTime: SELDOM_CHANGED_MS,
});

/** Those who have left too: what they did still carries their name. */
export const peopleQuery = queryOptions({
  queryKey: [...keys.members, "names"],
  queryFn: async ({ signal }): Promise<Member[]> =>
    (await onward.members.listMembers({ sort: "name", limit: MOST_MEMBERS }, { signal })).data,
  staleTime: SELDOM_CHANGED_MS,
});

/** The archived ones too: what has one keeps its name and its drawing. */
export const everyTypeQuery = queryOptions({
  queryKey: [...keys.settings, "types"],
  queryFn: ({ signal }): Promise<InteractionType[]> => onward.settings.listTypes({ archived: true }, { signal }),
  staleTime: SELDOM_CHANGED_MS,
});

const everyOutcomeQuery = queryOptions({
  queryKey: [...keys.settings, "outcomes"],
  queryFn: ({ signal }): Promise<Outcome[]> => onward.settings.listOutcomes({ archived: true }, { signal }),
  staleTime: SELDOM_CHANGED_MS,
});

/** Those to choose from. */
export const typesQuery = queryOptions({ ...everyTypeQuery, select: offered<InteractionType> });
export const outcomesQuery = queryOptions({ ...everyOutcomeQuery, select: offered<Outcome> });

function offered<T extends { archived_at: string | null }>(words: T[]): T[] {
  return words.filter(({ archived_at }) => archived_at === null);
}

/** The zone in which one reads times: one's own where a member has one, else the tenant's. */
export function useZone(): string {
  const { data: settings } = useQuery(settingsQuery);
  const { data: people } = useQuery(peopleQuery);
  const { current } = useSession();
  const own = people?.find(({ id }) => id === current?.member_id)?.zone;
  return own ?? settings?.zone ?? zoneHere();
}

/** The name of a member, undefined while it is on its way and for ids that are no member's. */
export function useMemberName(): (id: string | null | undefined) => string | undefined {
  const { data: people = [] } = useQuery(peopleQuery);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return (id) => (id == null ? undefined : names.get(id));
}

export function useTypeLabel(): (key: string) => string {
  const { data = [] } = useQuery(everyTypeQuery);
  return (key) => data.find((type) => type.key === key)?.label ?? spelled(key);
}

export function useOutcomeLabel(): (key: string) => string {
  const { data = [] } = useQuery(everyOutcomeQuery);
  return (key) => data.find((outcome) => outcome.key === key)?.label ?? spelled(key);
}

/** A key as words: `no_answer` is "No answer". */
export function spelled(key: string): string {
  const words = key.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
