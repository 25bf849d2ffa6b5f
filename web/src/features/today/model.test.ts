import type { Queue, QueueItem } from "@onward/client";
import { expect, test } from "vitest";
import { type Line, linesOf, type Shown, workOf } from "./model.ts";

const TODAY = "2026-11-22";
const NOTHING: Shown = { today: TODAY, hidden: new Set(), turned: new Set(), just: null };

function item(id: string, day: string, time: string | null = null): QueueItem {
  const at = `${day}T${time ?? "00:00"}:00Z`;
  const interaction = { id, scheduled_at: at, scheduled_on: day, scheduled_all_day: time === null };
  const due = { due_at: at, due_on: day, due_all_day: true };
  return { interaction: { ...interaction, ...due }, customer: { name: id }, template: null } as unknown as QueueItem;
}

function queue(sections: Record<string, QueueItem[]>): Queue {
  const all = Object.entries(sections).map(([section, data]) => ({ section, total: data.length, data }));
  return { zone: "UTC", as_of: `${TODAY}T10:00:00Z`, sections: all, loose_ends: null } as unknown as Queue;
}

const ids = (lines: Line[]) => lines.map(({ id }) => id);

test("what is late stands by age, what is for today by its time", () => {
  const given = queue({
    overdue: [item("old", "2026-10-01"), item("late", "2026-11-18"), item("just", "2026-11-21")],
    today: [item("any", TODAY), item("ten", TODAY, "10:00")],
  });
  expect(ids(linesOf(given, NOTHING))).toEqual([
    "overdue",
    "overdue/yesterday",
    "just",
    "overdue/week",
    "late",
    "overdue/older",
    "old",
    "today",
    "ten",
    "today/any",
    "any",
  ]);
  expect(workOf(given, new Set(), TODAY).map(({ interaction }) => interaction.id)).toEqual([
    "just",
    "late",
    "old",
    "ten",
    "any",
  ]);
});

test("of the coming days the first is open, the others when somebody turns them", () => {
  const given = queue({ upcoming: [item("a", "2026-11-23"), item("b", "2026-11-24"), item("c", "2026-11-24")] });
  expect(ids(linesOf(given, NOTHING))).toEqual(["upcoming", "upcoming/2026-11-23", "a", "upcoming/2026-11-24"]);
  const turned = new Set(["upcoming/2026-11-23", "upcoming/2026-11-24"]);
  expect(ids(linesOf(given, { ...NOTHING, turned }))).toEqual([
    "upcoming",
    "upcoming/2026-11-23",
    "upcoming/2026-11-24",
    "b",
    "c",
  ]);
});

test("what was just done takes the place that it had, also as the last of its section", () => {
  const given = queue({ overdue: [item("a", "2026-11-20"), item("b", "2026-11-20"), item("c", "2026-11-20")] });
  const after = (id: string, before: string[]) =>
    ids(linesOf(given, { ...NOTHING, hidden: new Set([id]), just: { section: "overdue", before } }));
  expect(after("b", ["c"])).toEqual(["overdue", "a", "just", "c"]);
  expect(after("c", [])).toEqual(["overdue", "a", "b", "just"]);
});

test("a section whose last item was just done stays until something else is done", () => {
  const given = queue({ overdue: [item("a", "2026-11-20")] });
  const shown: Shown = { ...NOTHING, hidden: new Set(["a"]), just: { section: "overdue", before: [] } };
  expect(ids(linesOf(given, shown))).toEqual(["overdue", "just"]);
  expect(ids(linesOf(given, { ...shown, just: null }))).toEqual([]);
});

test("the thread runs from item to item, and is cut between groups", () => {
  const given = queue({ overdue: [item("a", "2026-11-20"), item("b", "2026-11-20"), item("old", "2026-10-01")] });
  const threads = linesOf(given, NOTHING).flatMap((line) => (line.kind === "item" ? [[line.before, line.after]] : []));
  expect(threads).toEqual([
    ["none", "past"],
    ["past", "none"],
    ["none", "none"],
  ]);
});
