// Completions that could not be sent: kept in the browser with their idempotency key until the server answers.
//
// A completion that is sent twice counts once, because its key stays the same; so nothing here needs to know whether
// an unanswered one had arrived.

import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { createStore } from "../core/store.ts";
import { OnwardError, onwardOf } from "./client.ts";

export interface Waiting {
  /** The idempotency key; also what it is kept by. */
  key: string;
  /** Whose it is: it is sent by no one else and in no other tenant. */
  tenant: string;
  member: string;
  interactionId: string;
  /** What the person sees of it. */
  title: string;
  outcome: string;
  details: string | null;
  completedAt: string;
}

export type Owner = Pick<Waiting, "tenant" | "member">;

/** What became of one that was sent: `gone` when the server will never take it, with its reason. */
export type Sent = { waiting: Waiting } & ({ as: "sent" } | { as: "gone"; error: OnwardError });

interface Schema extends DBSchema {
  completions: { key: string; value: Waiting };
}

const NAME = "onward";
const LOCK = "onward.outbox";
const PASSING = new Set(["unreachable", "unavailable", "commit-unknown", "too-many", "internal", "unauthenticated"]);

/** How many wait of whom it was counted for last; the banner shows it. */
export const waitingCount = createStore(0);

let opened: Promise<IDBPDatabase<Schema>> | undefined;

function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>(NAME, 1, {
    upgrade: (made) => void made.createObjectStore("completions", { keyPath: "key" }),
  });
  return opened;
}

export async function keep(waiting: Waiting): Promise<void> {
  await (await database()).put("completions", waiting);
  await recount(waiting);
}

/** It will not be sent. */
export async function drop(key: string): Promise<void> {
  const kept = await database();
  const dropped = await kept.get("completions", key);
  await kept.delete("completions", key);
  if (dropped !== undefined) await recount(dropped);
}

/** In the order in which they were done. */
export async function listWaiting(owner: Owner): Promise<Waiting[]> {
  const all = await (await database()).getAll("completions");
  const mine = all.filter(({ tenant, member }) => tenant === owner.tenant && member === owner.member);
  return mine.sort((a, b) => (a.completedAt < b.completedAt ? -1 : 1));
}

/** Send what waits for this owner, one after the other, until the server does not answer. One page at a time. */
export async function flush(owner: Owner): Promise<Sent[]> {
  if (navigator.locks === undefined) return sendAll(owner);
  return navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock === null ? [] : sendAll(owner)));
}

export async function recount(owner: Owner): Promise<void> {
  waitingCount.set((await listWaiting(owner)).length);
}

async function sendAll(owner: Owner): Promise<Sent[]> {
  const done: Sent[] = [];
  for (const waiting of await listWaiting(owner)) {
    const sent = await send(waiting);
    if (sent === null) break;
    await (await database()).delete("completions", waiting.key);
    done.push(sent);
  }
  await recount(owner);
  return done;
}

/** Null when it has to go on waiting. */
async function send(waiting: Waiting): Promise<Sent | null> {
  const { tenant, interactionId, outcome, details, completedAt, key } = waiting;
  try {
    const more = { completed_at: completedAt };
    await onwardOf(tenant).interactions.completeInteraction(interactionId, outcome, details ?? undefined, more, {
      idempotencyKey: key,
    });
    return { waiting, as: "sent" };
  } catch (error) {
    if (!(error instanceof OnwardError) || PASSING.has(error.code)) return null;
    return { waiting, as: "gone", error };
  }
}
