// What came of the day.

import type { Queue } from "@onward/client";
import { countOf, openItems } from "./model.ts";

/** How many next steps today's completions led to; 0 where not all of them are here to be counted. */
export function plannedAfter(queue: Queue, hidden: ReadonlySet<string>): number {
  const done = openItems(queue, "done_today", hidden);
  if (done.length < countOf(queue, "done_today", hidden)) return 0;
  return done.filter(({ interaction }) => interaction.next_interaction_id !== null).length;
}
