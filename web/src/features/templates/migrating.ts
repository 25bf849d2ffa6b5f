// Taking the running customers of a template along to its newest version, one after the other.

import { onward } from "../../api/client.ts";
import { isCode } from "../../api/problems.ts";

export interface Moved {
  done: number;
  left: number;
}

/** Told after each one. Whoever stands at a step that the new version has not stays where they are, and is counted. */
export async function migrateAll(templateId: string, tell: (moved: Moved) => void): Promise<Moved> {
  const ids: string[] = [];
  for await (const { id } of onward.workflows.eachWorkflow({
    template_id: [templateId],
    status: ["active", "paused"],
    limit: 200,
  })) {
    ids.push(id);
  }
  let moved: Moved = { done: 0, left: 0 };
  for (const id of ids) {
    moved = (await isTakenAlong(id)) ? { ...moved, done: moved.done + 1 } : { ...moved, left: moved.left + 1 };
    tell(moved);
  }
  return moved;
}

async function isTakenAlong(id: string): Promise<boolean> {
  try {
    await onward.workflows.migrateWorkflow(id, {});
    return true;
  } catch (error) {
    if (isCode(error, "conflict", "invalid", "not-found")) return false;
    throw error;
  }
}
