// What the server's answers say about the connection.

import { markOffline, markOnline } from "../core/online.ts";
import { OnwardError } from "./client.ts";

/** Every answer says something about it, a refusal too. */
export function noteOutcome(error?: unknown): void {
  if (error instanceof OnwardError && error.code === "unreachable") markOffline();
  else if (error === undefined || (error instanceof OnwardError && error.status > 0)) markOnline();
}
