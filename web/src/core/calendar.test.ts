import { expect, test } from "vitest";
import { addMonths, clockOf, instantOf, minutesOf, monthOf, weekOf } from "./calendar.ts";

test("a week begins on the weekday that is asked for", () => {
  expect(weekOf("2026-11-25", 1)[0]).toBe("2026-11-23");
  expect(weekOf("2026-11-25", 7)[0]).toBe("2026-11-22");
  expect(weekOf("2026-11-23", 1)).toHaveLength(7);
});

test("a month is shown in whole weeks", () => {
  const weeks = monthOf("2027-02-10", 1);
  expect(weeks).toHaveLength(4);
  expect(weeks.flat().at(0)).toBe("2027-02-01");
  expect(monthOf("2026-11-10", 1).flat().slice(-1)).toEqual(["2026-12-06"]);
  expect(addMonths("2027-01-31", 1)).toBe("2027-02-28");
});

test.each([
  ["2026-11-24", 600, "Pacific/Auckland", "2026-11-23T21:00:00.000Z"],
  ["2026-11-24", 600, "America/Los_Angeles", "2026-11-24T18:00:00.000Z"],
  // Summer time begins: half past two does not exist, and moves forward.
  ["2026-03-29", 150, "Europe/Berlin", "2026-03-29T01:30:00.000Z"],
  // It ends: half past two comes twice, and is the first.
  ["2026-10-25", 150, "Europe/Berlin", "2026-10-25T00:30:00.000Z"],
])("%s and %i minutes in %s", (day, minute, zone, instant) => {
  expect(instantOf(day, minute, zone)).toBe(instant);
});

test("times of day are written as clocks show them", () => {
  expect(minutesOf("09:30")).toBe(570);
  expect(clockOf(570)).toBe("09:30");
});
