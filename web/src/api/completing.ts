// Completing an interaction, connection or not: what cannot be sent now waits in the outbox.

import type { Completion } from "@onward/client";
import { instantNow, markOffline } from "../core/online.ts";
import { newKey } from "../core/random.ts";
import { OnwardError, onwardOf } from "./client.ts";
import { drop, keep, type Owner } from "./outbox.ts";

export interface Completing {
  interactionId: string;
  title: string;
  outcome: string;
  details?: string | undefined;
}

/** Nobody knows whether it was done, or will be. */
const UNANSWERED = new Set<OnwardError["code"]>(["unreachable", "idempotency-key-in-flight"]);

/** The server's answer, or `waiting` when it has to be sent later. */
export type Completed = { as: "done"; completion: Completion } | { as: "waiting"; key: string };

/** Throws what the server refuses; a server that does not answer is no refusal. */
export async function complete(act: Completing, owner: Owner): Promise<Completed> {
  const completedAt = instantNow();
  try {
    const { interactionId, outcome, details } = act;
    const completion = await onwardOf(owner.tenant).interactions.completeInteraction(interactionId, outcome, details);
    return { as: "done", completion };
  } catch (error) {
    if (!(error instanceof OnwardError) || !UNANSWERED.has(error.code)) throw error;
    if (error.code === "unreachable") markOffline();
    // A key of its own: with the time that is kept it is another request than the one that may have arrived.
    const key = newKey();
    await keep({ ...act, ...owner, key, completedAt, details: act.details ?? null });
    return { as: "waiting", key };
  }
}

/** Take back one that still waits. */
export async function withdraw(key: string): Promise<void> {
  await drop(key);
}
