// Taking the running customers of a template along to its newest version, one after the other.

import { OnwardError, onward } from "../../api/client.ts";
import { explain, isCode } from "../../api/problems.ts";
import { text } from "../../i18n/text.tsx";

/** Somebody who stays on the version they began with, and why. */
export interface Stayed {
  workflowId: string;
  customerId: string;
  customer: string;
  why: string;
}

export interface Moved {
  done: number;
  stayed: readonly Stayed[];
}

/** Told after each one. Whoever stands at a step that the new version has not stays where they are. */
export async function migrateAll(templateId: string, tell: (moved: Moved) => void): Promise<Moved> {
  let moved: Moved = { done: 0, stayed: [] };
  for (const run of await running(templateId)) {
    const why = await refusalOf(run.id);
    const stayed = { workflowId: run.id, customerId: run.customer_id, customer: run.customer_name, why: why ?? "" };
    moved = why === null ? { ...moved, done: moved.done + 1 } : { ...moved, stayed: [...moved.stayed, stayed] };
    tell(moved);
  }
  return moved;
}

/** All of them before the first one is moved: else the list would change while it is read. */
async function running(templateId: string) {
  const found = [];
  const filters = { template_id: [templateId], status: ["active" as const, "paused" as const], limit: 200 };
  for await (const run of onward.workflows.eachWorkflow(filters)) found.push(run);
  return found;
}

/** The server names the step that has no counterpart as a caller would have to map it. */
function wordsOf(error: unknown): string {
  const place =
    error instanceof OnwardError ? error.errors.map(({ field }) => /^steps\.(\d+)$/.exec(field)?.[1])[0] : null;
  return place == null ? explain(error) : text("templates.stayedAt", { step: place });
}

/** Null when it was taken along. */
async function refusalOf(id: string): Promise<string | null> {
  try {
    await onward.workflows.migrateWorkflow(id, {});
    return null;
  } catch (error) {
    if (isCode(error, "conflict", "invalid", "not-found")) return wordsOf(error);
    throw error;
  }
}
