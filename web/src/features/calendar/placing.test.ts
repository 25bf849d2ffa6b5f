import type { Interaction } from "@onward/client";
import { expect, test } from "vitest";
import { askedFor, moved, type Placed, sideBySide, slotOf } from "./placing.ts";

function planned(scheduled_at: string, scheduled_on: string, scheduled_all_day = false): Interaction {
  return { id: "i", type: "email", scheduled_at, scheduled_on, scheduled_all_day, due_at: null } as Interaction;
}

test("a time stands where one reads it, a whole day where the tenant has it", () => {
  const timed = planned("2026-11-23T22:00:00Z", "2026-11-23");
  expect(slotOf(timed, "Pacific/Auckland")).toEqual({ day: "2026-11-24", minute: 660 });
  expect(slotOf(timed, "America/Los_Angeles")).toEqual({ day: "2026-11-23", minute: 840 });
  const whole = planned("2026-11-23T00:00:00Z", "2026-11-23", true);
  expect(slotOf(whole, "America/Los_Angeles")).toEqual({ day: "2026-11-23", minute: null });
});

test("what has only a due time is moved by it", () => {
  const due = { ...planned("", ""), scheduled_at: null, due_at: "2026-11-23T10:00:00Z" } as Interaction;
  expect(askedFor(due, { day: "2026-11-25", minute: null }, "Europe/Berlin")).toEqual({ due_at: "2026-11-25" });
});

test.each([
  ["ArrowDown", false, { day: "2026-11-23", minute: 615 }],
  ["ArrowUp", true, { day: "2026-11-23", minute: 540 }],
  ["ArrowRight", false, { day: "2026-11-24", minute: 600 }],
  ["ArrowLeft", true, { day: "2026-11-16", minute: 600 }],
])("%s moves by a quarter or a day, further with shift", (arrow, isFar, slot) => {
  expect(moved({ day: "2026-11-23", minute: 600 }, arrow, isFar, true)).toEqual(slot);
});

test("nothing leaves its day by its time", () => {
  expect(moved({ day: "2026-11-23", minute: 5 }, "ArrowUp", true, true).minute).toBe(0);
  expect(moved({ day: "2026-11-23", minute: 1430 }, "ArrowDown", true, true).minute).toBe(1425);
});

test("what overlaps stands side by side, what follows has the whole width", () => {
  const at = (id: string, minute: number): Placed => ({ id, minutes: 30, slot: { day: "d", minute } }) as Placed;
  const found = sideBySide([at("a", 540), at("b", 550), at("c", 575), at("d", 700)]);
  expect(found.crowds).toEqual([]);
  expect(found.shown.map(({ id, column, columns }) => [id, column, columns])).toEqual([
    ["a", 0, 2],
    ["b", 1, 2],
    ["c", 0, 2],
    ["d", 0, 1],
  ]);
});

test("of a crowd some stand side by side, and the last place says how many more there are", () => {
  const at = (id: string, minute: number): Placed => ({ id, minutes: 30, slot: { day: "d", minute } }) as Placed;
  const found = sideBySide([at("a", 540), at("b", 541), at("c", 542), at("d", 560), at("e", 700)], 2);
  expect(found.shown.map(({ id, column, columns }) => [id, column, columns])).toEqual([
    ["a", 0, 2],
    ["e", 0, 1],
  ]);
  expect(found.crowds).toEqual([{ slot: { day: "d", minute: 541 }, minutes: 49, count: 3, columns: 2 }]);
});
