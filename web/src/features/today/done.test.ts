import type { Queue } from "@onward/client";
import { expect, test } from "vitest";
import { plannedAfter } from "./done.ts";

function queue(total: number, ...next: (string | null)[]): Queue {
  const data = next.map((id, place) => ({ interaction: { id: String(place), next_interaction_id: id } }));
  return { sections: [{ section: "done_today", total, data }] } as unknown as Queue;
}

test.each([
  ["each that led on counts", queue(3, "a", null, "b"), 2],
  ["a part says nothing of the whole", queue(4, "a", null, "b"), 0],
])("%s", (_, given, planned) => {
  expect(plannedAfter(given, new Set())).toBe(planned);
});
