// Completions that could not be sent: kept in the browser with their idempotency key until the server answers.
//
// To complete what is completed answers the same again, whenever it is said to have been; so nothing here needs to know
// whether an unanswered one had arrived.

import type { Completion } from "@onward/client";
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
const PASSING = new Set([
  "unreachable",
  "unavailable",
  "commit-unknown",
  "idempotency-key-in-flight",
  "too-many",
  "internal",
  "unauthenticated",
]);

/** How many wait of whom `countFor` names; the banner shows it. */
export const waitingCount = createStore(0);

let counted: Owner = { tenant: "", member: "" };
let isFlushing = false;

let opened: Promise<IDBPDatabase<Schema>> | undefined;

function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>(NAME, 1, {
    upgrade: (made) => void made.createObjectStore("completions", { keyPath: "key" }),
  });
  return opened;
}

export async function keep(waiting: Waiting): Promise<void> {
  await (await database()).put("completions", waiting);
  await recount();
}

/** It will not be sent. */
export async function drop(key: string): Promise<void> {
  await (await database()).delete("completions", key);
  await recount();
}

/** In the order in which they were done. */
export async function listWaiting(owner: Owner): Promise<Waiting[]> {
  const all = await (await database()).getAll("completions");
  const mine = all.filter(({ tenant, member }) => tenant === owner.tenant && member === owner.member);
  return mine.sort((a, b) => (a.completedAt < b.completedAt ? -1 : 1));
}

/** Send what waits for this owner, one after the other, until the server does not answer. One page at a time, and one
 * after the other in it; without TLS browsers know nothing of the other pages. */
export async function flush(owner: Owner): Promise<Sent[]> {
  if (isFlushing) return [];
  isFlushing = true;
  try {
    if (navigator.locks === undefined) return await sendAll(owner);
    return await navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock === null ? [] : sendAll(owner)));
  } finally {
    isFlushing = false;
  }
}

/** From now on those are counted which wait of whoever is shown. */
export async function countFor(owner: Owner): Promise<void> {
  counted = owner;
  await recount();
}

async function recount(): Promise<void> {
  const owner = counted;
  const { length } = await listWaiting(owner);
  if (owner === counted) waitingCount.set(length);
}

async function sendAll(owner: Owner): Promise<Sent[]> {
  const done: Sent[] = [];
  for (const waiting of await listWaiting(owner)) {
    const sent = await send(waiting);
    if (sent === null) break;
    await (await database()).delete("completions", waiting.key);
    done.push(sent);
  }
  await recount();
  return done;
}

/** Null when it has to go on waiting. */
async function send(waiting: Waiting): Promise<Sent | null> {
  const { completedAt, key } = waiting;
  try {
    await completeBy(waiting, key, completedAt).catch((error: unknown) => {
      if (!isOfTheClock(error)) throw error;
      return completeBy(waiting, `${key}-now`);
    });
    return { waiting, as: "sent" };
  } catch (error) {
    if (!(error instanceof OnwardError) || PASSING.has(error.code)) return null;
    return { waiting, as: "gone", error };
  }
}

function completeBy(waiting: Waiting, key: string, completedAt?: string): Promise<Completion> {
  const { tenant, interactionId, outcome, details } = waiting;
  const more = completedAt === undefined ? {} : { completed_at: completedAt };
  const options = { idempotencyKey: key };
  return onwardOf(tenant).interactions.completeInteraction(interactionId, outcome, details ?? undefined, more, options);
}

/** This browser's clock goes wrong: the time lies ahead of the server's, or before there was anything to complete. */
function isOfTheClock(error: unknown): boolean {
  return error instanceof OnwardError && error.errors.some(({ field }) => field === "completed_at");
}
