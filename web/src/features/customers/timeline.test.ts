import type { Interaction, TimelineEntry, WorkflowDetail } from "@onward/client";
import { expect, test } from "vitest";
import { rowsOf } from "./timeline.ts";

const NOW = "2026-11-22T10:00:00Z";

function entry(id: string, at: string, status: Interaction["status"], is_overdue = false): TimelineEntry {
  return { kind: "interaction", id, at, interaction: { id, status, is_overdue } as Interaction };
}

const note: TimelineEntry = { kind: "note", id: "note", at: "2026-11-21T10:00:00Z" };

test("what is open lies above now, what is late and what is done below it", () => {
  const rows = rowsOf(
    [
      entry("later", "2026-11-25T10:00:00Z", "pending"),
      entry("this morning", "2026-11-22T00:00:00Z", "pending"),
      note,
      entry("late", "2026-11-20T10:00:00Z", "in_progress", true),
      entry("done", "2026-11-19T10:00:00Z", "completed"),
    ],
    [],
    NOW,
  );
  expect(rows.map(({ id }) => id)).toEqual(["later", "this morning", "now", "note", "late", "done"]);
});

test("what is projected lies farthest up, the farthest first, of whatever template", () => {
  const running = [
    detail("a", ["2026-11-26T10:00:00Z", "2026-12-01T10:00:00Z"]),
    detail("b", ["2026-11-28T10:00:00Z"]),
  ];
  const rows = rowsOf([entry("next", "2026-11-23T10:00:00Z", "pending")], running, NOW);
  expect(rows.map(({ id }) => id)).toEqual(["a 1", "b 0", "a 0", "next", "now"]);
});

function detail(id: string, days: string[]): WorkflowDetail {
  const data = days.map((scheduled_at) => ({ scheduled_at, due_at: null }));
  return { workflow: { id, template_name: id }, projection: { data } } as unknown as WorkflowDetail;
}
