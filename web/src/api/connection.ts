// Watches whether the server answers, and asks again while it does not.

import { isServerThere, markOffline, markOnline, offlineSince } from "../core/online.ts";
import { OnwardError } from "./client.ts";

const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 30_000;

/** Every answer says something about the connection, a refusal too. */
export function noteOutcome(error?: unknown): void {
  if (error instanceof OnwardError && error.code === "unreachable") markOffline();
  else if (error === undefined || (error instanceof OnwardError && error.status > 0)) markOnline();
}

/** Ask until the server answers again; `onReturn` each time that it has come back. */
export function watchConnection(onReturn: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = FIRST_PAUSE_MS;
  let wasOffline = offlineSince.get() !== null;
  const ask = async () => {
    if (await isServerThere()) markOnline();
    else plan();
  };
  const plan = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  };
  const onChange = () => {
    const isOffline = offlineSince.get() !== null;
    if (isOffline && !wasOffline) plan();
    if (!isOffline && wasOffline) {
      clearTimeout(timer);
      pause = FIRST_PAUSE_MS;
      onReturn();
    }
    wasOffline = isOffline;
  };
  const hasLeft = () => markOffline();
  const askNow = () => void ask();
  const stop = offlineSince.subscribe(onChange);
  addEventListener("offline", hasLeft);
  addEventListener("online", askNow);
  if (wasOffline) plan();
  return () => {
    stop();
    clearTimeout(timer);
    removeEventListener("offline", hasLeft);
    removeEventListener("online", askNow);
  };
}
