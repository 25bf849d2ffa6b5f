// One act on many interactions: what is sent, how far it is, and what came of it.

import type {
  Bulk,
  BulkAssign,
  BulkCancel,
  BulkComplete,
  BulkReschedule,
  BulkSkip,
  Job,
  JobItem,
} from "@onward/client";
import { onward, pauseHere } from "../../api/client.ts";
import type { Filters } from "./search.ts";
import { asQuery } from "./state.ts";

export type Target = { ids: string[] } | { filter: Filters };

export type BulkAct =
  | ({ kind: "complete" } & BulkComplete)
  | ({ kind: "reschedule" } & BulkReschedule)
  | ({ kind: "assign" } & BulkAssign)
  | ({ kind: "skip" } & BulkSkip)
  | ({ kind: "cancel" } & BulkCancel);
export type BulkKind = BulkAct["kind"];

export interface Report {
  /** By which it can be taken back; null after a dry run that was done at once. */
  job: Job | null;
  done: number;
  unchanged: number;
  failed: JobItem[];
  /** How many next steps it creates. */
  created: number;
  load: Bulk["load"];
}

export interface Progress {
  job: Job;
  /** How much of it is done, from 0 to 1. */
  ratio: number;
}

const LOOK_AGAIN_MS = 400;
const MOST_PER_PAGE = 200;

export function send(act: BulkAct, target: Target, isDry: boolean, signal?: AbortSignal): Promise<Bulk> {
  const chosen = "ids" in target ? target : { filter: withoutOrder(target.filter) };
  const { kind, ...said } = act;
  const options = signal === undefined ? {} : { signal };
  const body = { ...said, ...chosen, dry_run: isDry };
  switch (kind) {
    case "complete":
      return onward.bulk.bulkComplete(body as BulkComplete, options);
    case "reschedule":
      return onward.bulk.bulkReschedule(body, options);
    case "assign":
      return onward.bulk.bulkAssign(body, options);
    case "skip":
      return onward.bulk.bulkSkip(body, options);
    case "cancel":
      return onward.bulk.bulkCancel(body, options);
  }
}

/** Wait until it is done, telling how far it is; the report of what came of it. */
export async function settled(
  bulk: Bulk,
  onProgress: (progress: Progress) => void = () => undefined,
  signal?: AbortSignal,
): Promise<Report> {
  const { job } = bulk;
  if (job === null || hasEnded(job)) {
    const items = bulk.data.length > 0 || job === null ? bulk.data : await itemsOf(job, signal);
    return report(job, items, bulk.load);
  }
  const ended = await waitFor(job, onProgress, signal);
  return report(ended, await itemsOf(ended, signal), bulk.load);
}

async function waitFor(job: Job, onProgress: (progress: Progress) => void, signal?: AbortSignal): Promise<Job> {
  for (let now = job; ; ) {
    onProgress({ job: now, ratio: now.total === 0 ? 0 : (now.total - now.left) / now.total });
    if (hasEnded(now)) return now;
    await pauseHere(LOOK_AGAIN_MS);
    signal?.throwIfAborted();
    now = await onward.jobs.getJob(job.id, signal === undefined ? {} : { signal });
  }
}

async function itemsOf(job: Job, signal?: AbortSignal): Promise<JobItem[]> {
  const items: JobItem[] = [];
  const options = signal === undefined ? {} : { signal };
  for await (const item of onward.jobs.eachJobItem(job.id, { limit: MOST_PER_PAGE }, options)) items.push(item);
  return items;
}

export function report(job: Job | null, items: readonly JobItem[], load: Bulk["load"]): Report {
  const of = (status: JobItem["status"]) => items.filter((item) => item.status === status);
  return {
    job,
    done: of("done").length,
    unchanged: of("unchanged").length,
    failed: [...of("failed"), ...of("cancelled")],
    created: items.filter(({ status, next_step }) => status === "done" && next_step?.created).length,
    load,
  };
}

export interface Cause {
  why: string;
  count: number;
}

/** Why items failed, the commonest first. */
export function causesOf(failed: readonly JobItem[]): Cause[] {
  const counts = new Map<string, number>();
  for (const { why } of failed) counts.set(why ?? "", (counts.get(why ?? "") ?? 0) + 1);
  return [...counts].map(([why, count]) => ({ why, count })).sort((one, other) => other.count - one.count);
}

export interface DayLoad {
  day: string;
  before: number;
  after: number;
}

/** How much everybody together has on each day, before and after. */
export function loadByDay(load: Bulk["load"]): DayLoad[] {
  const days = new Map<string, DayLoad>();
  for (const { day, before, after } of load) {
    const sum = days.get(day) ?? { day, before: 0, after: 0 };
    days.set(day, { day, before: sum.before + before, after: sum.after + after });
  }
  return [...days.values()].sort((one, other) => (one.day < other.day ? -1 : 1));
}

function hasEnded({ status }: Job): boolean {
  return status === "done" || status === "cancelled" || status === "failed";
}

function withoutOrder(filters: Filters): Filters {
  const { sort: _, ...asked } = asQuery({ ...filters, sort: "due_at" });
  return asked as Filters;
}
