import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { formatClock, formatDay, formatInstant, formatTime, minuteOfDay } from "./format.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-23T12:00Z") });
});

afterEach(() => {
  vi.useRealTimers();
});

test("what is far away has its year", () => {
  expect(formatDay("2025-11-26", "en-GB")).toBe("26 Nov 2025");
  expect(formatDay("2027-01-05", "en-GB")).toBe("Tue 5 Jan");
  expect(formatDay("2027-06-05", "de")).toBe("5. Juni 2027");
  expect(formatDay("2025-11-26", "en-GB", "full")).toBe("Wednesday, 26 November 2025");
  expect(formatDay("2025-11-26", "en-GB", "column")).toBe("Wed 26 Nov");
  expect(formatInstant("2025-11-26T09:40:00Z", "Europe/Berlin", "en-GB")).toBe("26 Nov 2025, 10:40");
});

test("a day is the same day in every zone", () => {
  expect(formatDay("2026-11-24", "en-GB")).toBe("Tue 24 Nov");
  expect(formatDay("2026-11-24", "en-GB", "full")).toBe("Tuesday 24 November");
  expect(formatDay("2026-11-24", "de")).toBe("Di., 24. Nov.");
  expect(formatDay("0099-01-01", "en-GB", "weekday")).toBe("Thursday");
});

test.each([
  ["2026-03-29T00:59:00Z", "Europe/Berlin", "01:59", 119],
  ["2026-03-29T01:00:00Z", "Europe/Berlin", "03:00", 180],
  ["2026-10-25T00:30:00Z", "Europe/Berlin", "02:30", 150],
  ["2026-10-25T01:30:00Z", "Europe/Berlin", "02:30", 150],
  ["2026-11-22T23:45:00Z", "Asia/Kathmandu", "05:30", 330],
  ["2026-11-22T10:00:00Z", "Pacific/Kiritimati", "00:00", 0],
  ["2026-11-22T10:00:00Z", "America/St_Johns", "06:30", 390],
])("%s in %s is %s", (instant, zone, time, minute) => {
  expect(formatTime(instant, zone, "en-GB")).toBe(time);
  expect(minuteOfDay(instant, zone)).toBe(minute);
});

test("day and time of an instant are those of the zone", () => {
  expect(formatInstant("2026-11-22T23:45:00Z", "Asia/Kathmandu", "en-GB")).toBe("Mon 23 Nov, 05:30");
});

test("a time on the wall is written as the times of instants are", () => {
  expect(formatClock(570, "en-GB")).toBe("09:30");
  expect(formatClock(1020, "en-US")).toMatch(/^5:00\sPM$/);
  expect(formatClock(1440, "de")).toBe("00:00");
});
