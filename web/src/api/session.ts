// Who is here, in which tenant, and what the server says before anybody is.

import type { Me } from "@onward/client";
import { type QueryClient, queryOptions, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { serverAddress } from "../core/place.ts";
import { chosenTenant } from "../core/tenant.ts";
import { forgetUndo } from "../core/undo.ts";
import { text } from "../i18n/text.tsx";
import { leaveTenant, OnwardError, onward, onwardOf, pointClient } from "./client.ts";
import { keys } from "./queries.ts";

export interface Introduction {
  version: string;
  base_path: string;
  /** Nobody is asked who they are. */
  is_local: boolean;
  /** Somebody has a password or a key. */
  is_set_up: boolean;
  signs_in_with: { label: string; path: string } | null;
}

export type Membership = Me["memberships"][number];

export interface Session {
  person: Me["person"];
  memberships: Membership[];
  /** Where requests act; null for somebody who is a member nowhere. */
  current: Membership | null;
}

export const introductionQuery = queryOptions({
  queryKey: keys.introduction,
  queryFn: async ({ signal }): Promise<Introduction> => {
    const answer = await fetch(serverAddress("/app-config.json"), { signal });
    if (!answer.ok) throw new OnwardError(answer.status, "unavailable", "The server does not answer at the moment.");
    return answer.json();
  },
  staleTime: Number.POSITIVE_INFINITY,
});

export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: ({ client, signal }) => readSession(client, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Null when nobody is signed in. */
async function readSession(client: QueryClient, signal?: AbortSignal): Promise<Session | null> {
  try {
    return settled(await onward.account.getMe({ signal }));
  } catch (error) {
    if (!(error instanceof OnwardError)) throw error;
    if (error.code === "unauthenticated") return null;
    if (error.code !== "not-found" || chosenTenant.get() === "") throw error;
    // They belong to it no more: nothing of it may be seen in the one where they come instead.
    choose("");
    forgetUndo();
    forgetRows(client);
    return settled(await onward.account.getMe({ signal }));
  }
}

/** Without a tenant chosen, or with one that is gone, the first one is taken. */
function settled(me: Me): Session {
  const current = me.current ?? me.memberships[0] ?? null;
  if (current !== null && me.current === null) {
    choose(current.tenant_slug);
  }
  return { person: me.person, memberships: me.memberships, current };
}

export function useSession(): Session {
  const { data } = useSuspenseQuery(sessionQuery);
  if (data === null) throw new Error("This page is for those who are signed in.");
  return data;
}

/** Whether the role allows it; the server checks all the same. */
export function useMay(permission: string): boolean {
  return useSession().current?.permissions.includes(permission) ?? false;
}

export function useIntroduction(): Introduction {
  return useSuspenseQuery(introductionQuery).data;
}

/** After signing in: nothing of the one before may be seen. */
export async function renewSession(client: QueryClient): Promise<void> {
  client.clear();
  await Promise.all([client.ensureQueryData(introductionQuery), client.ensureQueryData(sessionQuery)]);
}

/** Asks for the session in a tenant; the function given back goes there. Throws what the server refuses. */
export function useSwitchTenant(): (slug: string) => Promise<() => Promise<void>> {
  const client = useQueryClient();
  return async (slug) => {
    const session = await readSessionIn(slug).catch((error: unknown) => {
      if (isNotFound(error)) void client.invalidateQueries({ queryKey: keys.session });
      throw error;
    });
    return async () => {
      await client.cancelQueries();
      // At once from here on: nothing of the one is asked for, shown or taken back in the other.
      leaveTenant();
      choose(slug);
      forgetRows(client);
      client.setQueryData(sessionQuery.queryKey, session);
    };
  };
}

function forgetRows(client: QueryClient): void {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "introduction" && queryKey[0] !== "session" });
}

/** Throws when the answer is of no tenant, or of another. */
async function readSessionIn(slug: string): Promise<Session> {
  const { person, memberships, current } = await onwardOf(slug).account.getMe();
  if (current?.tenant_slug !== slug) throw new OnwardError(404, "not-found", text("app.tenantGone"));
  return { person, memberships, current };
}

function isNotFound(error: unknown): boolean {
  return error instanceof OnwardError && error.code === "not-found";
}

function choose(slug: string): void {
  chosenTenant.set(slug);
  pointClient();
}
