import { expect, test } from "vitest";
import { extraField, LEFT_OUT, shownSamples, withField } from "./mapping.ts";

test("a field takes one column only", () => {
  expect(withField(["name", null, "email"], 1, "name")).toEqual([null, "name", "email"]);
  expect(withField(["name", null, "email"], 0, LEFT_OUT)).toEqual([null, null, "email"]);
});

test("leaving one out leaves the other ones alone that are left out", () => {
  expect(withField([null, "name", null], 1, LEFT_OUT)).toEqual([null, null, null]);
});

test("a column without a heading can be kept too", () => {
  expect(extraField("  ")).toBe("metadata.column");
  expect(extraField(" Shoe size ")).toBe("metadata.Shoe size");
});

test("samples are what differs and is not empty", () => {
  expect(shownSamples(["a", "", " a ", "b", "c", "d"])).toEqual(["a", "b", "c"]);
});
