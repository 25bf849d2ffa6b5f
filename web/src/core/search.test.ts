import { expect, test } from "vitest";
import { dayIn, flagIn, isSameSearch, keysIn, listIn, oneIn, textIn } from "./search.ts";

const STATUSES = ["pending", "completed"] as const;

test("what is sound is read", () => {
  expect(textIn("renewal")).toBe("renewal");
  expect(textIn(2026)).toBe("2026");
  expect(oneIn("pending", STATUSES)).toBe("pending");
  expect(listIn("completed", STATUSES)).toEqual(["completed"]);
  expect(listIn(["completed", "pending"], STATUSES)).toEqual(["pending", "completed"]);
  expect(keysIn(["demo", "demo", "own_type"])).toEqual(["demo", "own_type"]);
  expect(flagIn(false)).toBe(false);
  expect(dayIn("2026-02-28")).toBe("2026-02-28");
});

test.each([null, {}, [], "", "<script>", "a".repeat(500), Number.NaN, ["nonsense", 1]])(
  "%o is as good as nothing",
  (value) => {
    expect(oneIn(value, STATUSES)).toBeUndefined();
    expect(listIn(value, STATUSES)).toBeUndefined();
    expect(dayIn(value)).toBeUndefined();
    expect(flagIn(value)).toBeUndefined();
  },
);

test("long texts and odd keys are dropped", () => {
  expect(textIn("a".repeat(201))).toBeUndefined();
  expect(keysIn(["../x", "a b", ""])).toBeUndefined();
});

test("two states are the same whatever their order, and whether nothing is said or left out", () => {
  expect(isSameSearch({ a: 1, b: ["x"] }, { b: ["x"], a: 1, c: undefined })).toBe(true);
  expect(isSameSearch({ a: 1 }, { a: 2 })).toBe(false);
});
