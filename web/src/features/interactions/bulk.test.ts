import type { JobItem } from "@onward/client";
import { expect, test, vi } from "vitest";
import { onward } from "../../api/client.ts";
import { causesOf, loadByDay, report, send } from "./bulk.ts";

function item(number: number, status: JobItem["status"], more: Partial<JobItem> = {}): JobItem {
  const none = { interaction_id: null, customer_id: null, code: null, why: null, interaction: null };
  return { number, status, ...none, next_interaction: null, next_step: null, ...more };
}

const created = { next_step: { created: true, reason: "template" as const, explanation: "" } };

test("the report counts the next steps of what was done, and keeps what failed", () => {
  const items = [item(0, "done", created), item(1, "done"), item(2, "failed", { why: "Gone." }), item(3, "unchanged")];
  const { done, unchanged, failed, created: steps } = report(null, items, []);
  expect([done, unchanged, failed.length, steps]).toEqual([2, 1, 1, 1]);
});

test("causes are told once, the commonest first", () => {
  const failed = ["a", "b", "b"].map((why, number) => item(number, "failed", { why }));
  expect(causesOf(failed)).toEqual([
    { why: "b", count: 2 },
    { why: "a", count: 1 },
  ]);
});

test("what several people have on a day is one bar", () => {
  const load = [
    { assignee_id: "b", day: "2026-11-24", before: 1, after: 4 },
    { assignee_id: "a", day: "2026-11-23", before: 3, after: 2 },
    { assignee_id: "a", day: "2026-11-24", before: 0, after: 1 },
  ];
  expect(loadByDay(load)).toEqual([
    { day: "2026-11-23", before: 3, after: 2 },
    { day: "2026-11-24", before: 1, after: 5 },
  ]);
});

test("a filter is sent without the order of the list", async () => {
  const call = vi.spyOn(onward.bulk, "bulkSkip").mockResolvedValue({} as never);
  await send({ kind: "skip", reason: "x" }, { filter: { status: ["pending"], type: [] } }, true);
  expect(call.mock.calls[0]?.[0]).toEqual({ reason: "x", filter: { status: ["pending"] }, dry_run: true });
});
