import type { Interaction } from "@onward/client";
import { expect, test } from "vitest";
import { bodyOf, changedFields, clashes, draftOf } from "./editing.ts";

const call = {
  title: "Call",
  type: "phone_call",
  priority: "normal",
  assignee_id: null,
  description: "",
  outcome_details: null,
  scheduled_at: "2026-03-29T01:30:00Z",
  scheduled_all_day: false,
  due_at: "2026-11-23T13:00:00Z",
  due_all_day: true,
} as unknown as Interaction;

test("times stand in the tenant's zone, on the day when summer time begins too", () => {
  const draft = draftOf(call, "Europe/Berlin");
  expect(draft.scheduled_at).toBe("2026-03-29T03:30");
  expect(draft.due_at).toBe("2026-11-23");
});

test("only what differs is sent, and an emptied field as none", () => {
  const before = draftOf({ ...call, description: "Ask for Ida" }, "UTC");
  const after = { ...before, title: "Call Ida", description: "" };
  expect(changedFields(before, after)).toEqual(["title", "description"]);
  expect(bodyOf(after, changedFields(before, after))).toEqual({ title: "Call Ida", description: null });
});

test("only fields that both changed, each otherwise, are a clash", () => {
  const before = draftOf(call, "UTC");
  const mine = { ...before, title: "Mine", priority: "high", due_at: "2026-11-25" };
  const theirs = { ...before, title: "Theirs", priority: "high", description: "New" };
  expect(clashes(before, mine, theirs)).toEqual(["title"]);
});
