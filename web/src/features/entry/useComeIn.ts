// Going in once the session has begun.

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { pointClient } from "../../api/client.ts";
import { renewSession } from "../../api/session.ts";
import { chosenTenant } from "../../core/tenant.ts";

/** `tenant` where it is known which one is meant; `next` where one was on the way to. */
export function useComeIn(): (to?: { tenant?: string; next?: string | undefined }) => Promise<void> {
  const client = useQueryClient();
  const router = useRouter();
  return async ({ tenant, next = "/today" } = {}) => {
    if (tenant !== undefined) chosenTenant.set(tenant);
    pointClient();
    await renewSession(client);
    await router.navigate({ href: next, replace: true });
  };
}
