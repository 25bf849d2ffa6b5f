// The typed client, pointed at the server that the page came from and at the chosen tenant.

import { configureOnward, createOnward, type Onward, onward } from "@onward/client";
import { basePath } from "../core/place.ts";
import { chosenTenant } from "../core/tenant.ts";

export { OnwardError } from "@onward/client";
export { onward };

export function pointClient(): void {
  configureOnward(aimedAt(chosenTenant.get()));
}

/** For what belongs to one tenant, whichever is chosen by then. */
export function onwardOf(tenant: string): Onward {
  return createOnward(aimedAt(tenant));
}

function aimedAt(tenant: string) {
  return { baseUrl: location.origin + basePath, tenant: tenant || undefined };
}
