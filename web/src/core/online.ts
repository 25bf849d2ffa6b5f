// Whether the server can be reached, as far as this page knows.

import { serverAddress } from "./place.ts";
import { createStore } from "./store.ts";

/** Since when it cannot, as an instant; null while it can. */
export const offlineSince = createStore<string | null>(null);

export function markOffline(): void {
  if (offlineSince.get() === null) offlineSince.set(new Date().toISOString());
}

export function markOnline(): void {
  if (offlineSince.get() !== null) offlineSince.set(null);
}

/** The moment, as the API takes it. */
export function instantNow(): string {
  return new Date().toISOString();
}

/** Asked at this moment. */
export function isServerThere(): Promise<boolean> {
  return fetch(serverAddress("/healthz"), { cache: "no-store" }).then(
    ({ ok }) => ok,
    () => false,
  );
}
