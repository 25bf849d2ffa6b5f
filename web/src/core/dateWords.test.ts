import { expect, test } from "vitest";
import { hearDate, readDate } from "./dateWords.ts";
import { daysBetween, weekdayOf } from "./days.ts";

const SUNDAY = "2026-11-22";

test.each([
  ["today", "2026-11-22", null],
  ["tomorrow", "2026-11-23", null],
  ["tomorrow at 9", "2026-11-23", "09:00"],
  ["yesterday 14:30", "2026-11-21", "14:30"],
  ["next week", "2026-11-23", null],
  ["fri 10", "2026-11-27", "10:00"],
  ["Friday 2pm", "2026-11-27", "14:00"],
  ["sun", "2026-11-29", null],
  ["last fri", "2026-11-20", null],
  ["in 3 days", "2026-11-25", null],
  ["in 2 weeks", "2026-12-06", null],
  ["2 days ago", "2026-11-20", null],
  ["+5", "2026-11-27", null],
  ["+1w", "2026-11-29", null],
  ["24 nov", "2026-11-24", null],
  ["nov 24 8:15", "2026-11-24", "08:15"],
  ["3rd feb", "2027-02-03", null],
  ["24.12. 10", "2026-12-24", "10:00"],
  ["2027-01-04", "2027-01-04", null],
  ["17:45", "2026-11-22", "17:45"],
])("“%s” is %s, %s", (words, day, time) => {
  expect(readDate(words, SUNDAY)).toMatchObject({ day, time });
});

test.each(["", "soon", "31 nov", "fri 25", "fri 10:75", "13pm", "10", "friends", "renewal fri"])(
  "“%s” is no date",
  (words) => {
    expect(readDate(words, SUNDAY)).toBeNull();
  },
);

test("a date stands anywhere among the words", () => {
  expect(hearDate("call Acme tue 10 renewal".split(" "), SUNDAY)).toEqual({
    day: "2026-11-24",
    time: "10:00",
    from: 2,
    to: 4,
  });
  expect(hearDate("call Acme 10:30 tomorrow".split(" "), SUNDAY)).toEqual({
    day: "2026-11-23",
    time: "10:30",
    from: 2,
    to: 4,
  });
});

test("names of the page's language count too", () => {
  expect(readDate("Mittwoch 9", SUNDAY, "de")).toMatchObject({ day: "2026-11-25", time: "09:00" });
  expect(readDate("mi", SUNDAY, "de")).toMatchObject({ day: "2026-11-25" });
});

test("weeks and summer time move no day", () => {
  expect(weekdayOf(SUNDAY)).toBe(7);
  expect(daysBetween("2026-10-24", "2026-10-26")).toBe(2);
});
