import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { drawn, spanOf } from "./ruler.ts";
import type { PathStep } from "./usePath.ts";

function step(scheduled_on: string, due_on = scheduled_on): PathStep {
  return { scheduled_on, due_on, title: "Call" } as PathStep;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime("2026-07-03T12:00Z");
});

afterEach(() => {
  vi.useRealTimers();
});

const WEEK = [1, 2, 3, 4, 5];

test("a day before the first and one after the last are drawn too", () => {
  expect(spanOf([step("2026-11-24", "2026-11-26"), step("2026-11-25")])).toEqual({
    first: "2026-11-24",
    last: "2026-11-26",
    from: "2026-11-23",
    to: "2026-11-27",
  });
  expect(spanOf([])).toBeNull();
  expect(spanOf([step("2026-01-01"), step("2028-01-01")])).toBeNull();
});

test("weekends and days off are shaded, holidays named", () => {
  const steps = [step("2026-12-24"), step("2026-12-28")];
  const span = spanOf(steps);
  if (span === null) throw new Error("There is a span.");
  const off = [{ on: "2026-12-25", name: "Christmas Day" }];
  const picture = drawn(span, steps, WEEK, off, "en-GB");
  expect(picture.rest.map(({ label }) => label)).toEqual(["Christmas Day", "Sat 26 Dec", "Sun 27 Dec"]);
  expect(picture.holidays).toEqual(["Christmas Day (Fri 25 Dec)"]);
  expect(picture.marks.map(({ at }) => at)).toEqual([1.5 / 7, 5.5 / 7]);
});

test("on a long path weekends are not shaded, days off are", () => {
  const steps = [step("2026-01-05"), step("2026-06-05")];
  const span = spanOf(steps);
  if (span === null) throw new Error("There is a span.");
  const picture = drawn(span, steps, WEEK, [{ on: "2026-05-01", name: null }], "en-GB");
  expect(picture.rest).toHaveLength(1);
  expect(picture.ticks.map(({ label }) => label)).toEqual(["Mon 5 Jan", "Tue 24 Feb", "Thu 16 Apr", "Fri 5 Jun"]);
});
