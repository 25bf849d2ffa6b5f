import { expect, test } from "vitest";
import { addDays, daysBetween, weekdayOf } from "./days.ts";

test.each([
  ["2026-11-24", "2026-11-24", 0],
  ["2026-10-24", "2026-10-26", 2],
  ["2026-03-30", "2026-03-28", -2],
  ["2028-02-28", "2028-03-01", 2],
])("from %s to %s are %i days, whatever the clocks do", (from, to, days) => {
  expect(daysBetween(from, to)).toBe(days);
  expect(addDays(from, days)).toBe(to);
});

test("weeks begin on Monday", () => {
  expect(["2026-11-23", "2026-11-28", "2026-11-29"].map(weekdayOf)).toEqual([1, 6, 7]);
});
