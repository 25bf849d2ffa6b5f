import { expect, test } from "vitest";
import { clockWords, hourWords, placeWords, shortClockWords, spanWords } from "./words.ts";

test("a time is written in full and in few signs", () => {
  expect(clockWords(7 * 60 + 8).replace("\u202f", " ")).toBe("7:08 AM");
  expect(shortClockWords(7 * 60 + 8)).toBe("7:08a");
  expect(shortClockWords(19 * 60)).toBe("7:00p");
});

test("an hour is written where each axis has it", () => {
  const at = "2026-03-29T07:00:00Z";
  expect(hourWords(at, "Europe/Berlin").replace("\u202f", " ")).toBe("9 AM");
  expect(hourWords(at, "America/New_York").replace("\u202f", " ")).toBe("3 AM");
  expect(placeWords("America/New_York")).toBe("New York");
});

test("what is shown is named", () => {
  expect(spanWords("month", "2026-11-22", [])).toBe("November 2026");
  expect(spanWords("day", "2026-11-22", [])).toBe("Sunday, November 22");
  const week = spanWords("week", "2026-11-22", ["2026-11-16", "2026-11-22"]);
  expect(week.replaceAll("\u2009", " ")).toBe("November 16 – 22");
  const agenda = spanWords("agenda", "2026-11-23", ["2026-11-23", "2026-12-06"]);
  expect(agenda.replaceAll("\u2009", " ")).toBe("Nov 23 – Dec 6");
});
