import { expect, test } from "vitest";
import { everything, extended, NOTHING, remaining, toggled } from "./selection.ts";

const ORDER = ["a", "b", "c", "d", "e"];
const ids = (selection: { ids: ReadonlySet<string> }) => [...selection.ids].sort().join("");

test("a row is selected, and not any more", () => {
  const once = toggled(NOTHING, "b");
  expect(ids(once)).toBe("b");
  expect(ids(toggled(once, "b"))).toBe("");
});

test.each([
  ["d", "bcd"],
  ["a", "ab"],
  ["b", "b"],
])("an extension from b to %s selects %s", (to, selected) => {
  expect(ids(extended(toggled(NOTHING, "b"), ORDER, to))).toBe(selected);
});

test("an extension goes on from its anchor, and leaves what is selected elsewhere", () => {
  const two = toggled(toggled(NOTHING, "a"), "c");
  expect(ids(extended(extended(two, ORDER, "d"), ORDER, "e"))).toBe("acde");
});

test("without an anchor, or with one that has gone, it begins here", () => {
  expect(ids(extended(NOTHING, ORDER, "c"))).toBe("c");
  expect(ids(extended(toggled(NOTHING, "x"), ORDER, "c"))).toBe("cx");
});

test("everything, and what is left of it", () => {
  expect(ids(everything(ORDER))).toBe("abcde");
  const left = remaining(everything(ORDER), ["b", "c"]);
  expect(ids(left)).toBe("bc");
  expect(left.anchor).toBeNull();
});
