// The typed client, pointed at the server that the page came from and at the chosen tenant.

import { configureOnward, onward } from "@onward/client";
import { basePath } from "../core/place.ts";
import { chosenTenant } from "../core/tenant.ts";

export { OnwardError } from "@onward/client";
export { onward };

export function pointClient(): void {
  configureOnward({ baseUrl: location.origin + basePath, tenant: chosenTenant.get() || undefined });
}
