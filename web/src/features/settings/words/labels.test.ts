import { expect, test } from "vitest";
import { keyOf, labelOfOutcome, moved } from "./labels.ts";

test.each([
  ["Site visit", "site_visit"],
  ["Café & Bar", "cafe_bar"],
  ["  2nd call!", "nd_call"],
  ["株式会社", ""],
])("the key proposed for %s is %s", (label, key) => {
  expect(keyOf(label)).toBe(key);
});

test("an outcome without a label is called by its key", () => {
  expect(labelOfOutcome({ key: "left_message", label: null })).toBe("Left message");
});

test("a word goes up and down among the others, and no further than the ends", () => {
  expect(moved(["a", "b", "c"], "c", -1)).toEqual(["a", "c", "b"]);
  expect(moved(["a", "b", "c"], "a", 1)).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b", "c"], "a", -1)).toEqual(["a", "b", "c"]);
  expect(moved(["a", "b", "c"], "c", 1)).toEqual(["a", "b", "c"]);
});
