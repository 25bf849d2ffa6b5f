// The typed client, pointed at the server that the page came from and at the chosen tenant.

import { configureOnward, createOnward, type Onward, onward } from "@onward/client";
import { basePath } from "../core/place.ts";
import { chosenTenant } from "../core/tenant.ts";

export { OnwardError } from "@onward/client";
export { onward };

const ofTenants = new Map<string, Onward>();
let aim = "";
let visits = 0;

export function pointClient(): void {
  aim = chosenTenant.get();
  configureOnward({ ...aimedAt(aim), around: heardHere });
}

/** One goes to another tenant: what was asked in this one stays without an answer, so that nothing that began here is
 * told, offered for undo or carried on there. */
export function leaveTenant(): void {
  visits += 1;
}

/** For what belongs to one tenant, whichever is chosen by then. */
export function onwardOf(tenant: string): Onward {
  const made = ofTenants.get(tenant) ?? createOnward(aimedAt(tenant));
  ofTenants.set(tenant, made);
  return made;
}

/** To be asked later, when an answer has come: whether this page still shows the tenant that it shows now. */
export function stillHere(): () => boolean {
  const then = aim;
  return () => aim === then;
}

/** Wakes after so many milliseconds, but never in another tenant. */
export function pauseHere(duration: number): Promise<void> {
  const visit = visits;
  return new Promise((resolve) => setTimeout(() => visit === visits && resolve(), duration));
}

/** A request goes on to its end, with all its tries; only its answer is not heard elsewhere. */
function heardHere(send: typeof fetch): typeof fetch {
  return (input, init) => {
    const visit = visits;
    return new Promise((resolve, reject) => {
      send(input, init).then(
        (answer) => visit === visits && resolve(answer),
        (error: unknown) => visit === visits && reject(error),
      );
    });
  };
}

function aimedAt(tenant: string) {
  return { baseUrl: location.origin + basePath, tenant: tenant || undefined };
}
