import { expect, test } from "vitest";
import { following } from "./useActiveRow.ts";

const ROWS = [{ id: "late", isTitle: true }, { id: "a" }, { id: "b" }, { id: "soon", isTitle: true }, { id: "c" }];

test.each<[number, 1 | -1, number]>([
  [-1, 1, 1],
  [2, 1, 4],
  [4, -1, 2],
  [4, 1, -1],
  [1, -1, -1],
])("from row %i by %i one comes to row %i: titles are passed over", (from, step, to) => {
  expect(following(ROWS, from, step)).toBe(to);
});
