// Whether the server can be reached, as far as this page knows. While it cannot, it is asked again and again.

import { serverAddress } from "./place.ts";
import { createStore } from "./store.ts";

const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 30_000;

/** Since when it cannot, as an instant; null while it can. */
export const offlineSince = createStore<string | null>(null);

let timer: ReturnType<typeof setTimeout> | undefined;

addEventListener("offline", () => markOffline());
addEventListener("online", () => offlineSince.get() !== null && void ask(FIRST_PAUSE_MS));

export function markOffline(): void {
  if (offlineSince.get() !== null) return;
  offlineSince.set(new Date().toISOString());
  askLater(FIRST_PAUSE_MS);
}

export function markOnline(): void {
  clearTimeout(timer);
  if (offlineSince.get() !== null) offlineSince.set(null);
}

/** Runs `act` each time that the server answers again, until the function given back is called. */
export function onReturn(act: () => void): () => void {
  let wasOffline = offlineSince.get() !== null;
  return offlineSince.subscribe(() => {
    const isBack = wasOffline && offlineSince.get() === null;
    wasOffline = offlineSince.get() !== null;
    if (isBack) act();
  });
}

/** At once while it can be reached. */
export async function whenOnline(): Promise<void> {
  if (offlineSince.get() === null) return;
  await new Promise<void>((done) => {
    const stop = onReturn(() => {
      stop();
      done();
    });
  });
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

function askLater(pause: number): void {
  clearTimeout(timer);
  timer = setTimeout(() => void ask(Math.min(pause * 2, LONGEST_PAUSE_MS)), pause);
}

async function ask(nextPause: number): Promise<void> {
  if (await isServerThere()) markOnline();
  else if (offlineSince.get() !== null) askLater(nextPause);
}
