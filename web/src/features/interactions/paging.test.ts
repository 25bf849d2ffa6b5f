import type { Interaction, InteractionPage } from "@onward/client";
import { expect, test } from "vitest";
import { chainOf, rowsOf, wantedPages } from "./paging.ts";

function page(ids: string[], next: string | null): InteractionPage {
  return { data: ids.map((id) => ({ id }) as Interaction), next_cursor: next };
}

const loadedFrom = (pages: Record<string, InteractionPage>) => (cursor: string | undefined) => pages[cursor ?? ""];

test("the chain ends with the first page that is not loaded", () => {
  const chain = chainOf(loadedFrom({ "": page(["a"], "1"), 1: page(["b"], "2") }));
  expect(chain.cursors).toEqual([undefined, "1", "2"]);
  expect(chain.pages[2]).toBeUndefined();
});

test("the chain ends with the last page", () => {
  expect(chainOf(loadedFrom({ "": page(["a"], "1"), 1: page(["b"], null) })).cursors).toEqual([undefined, "1"]);
});

test("cursors that lead round in a circle end it", () => {
  expect(chainOf(loadedFrom({ "": page(["a"], "1"), 1: page(["b"], "1") })).cursors).toHaveLength(2);
});

test("what is to come are gaps, so that the list is as long as it will be", () => {
  const rows = rowsOf(chainOf(loadedFrom({ "": page(["a", "b"], "1") })).pages, 5);
  expect(rows.map(({ id }) => id)).toEqual(["a", "b", "gap-0", "gap-1", "gap-2"]);
});

test("where the count is behind the pages there is one gap more, and none after the last page", () => {
  expect(rowsOf([page(["a", "b"], "1"), undefined], 1)).toHaveLength(3);
  expect(rowsOf([page(["a", "b"], null)], 7)).toHaveLength(2);
});

test("a row that moved from one page to the next meanwhile stands there once", () => {
  const chain = chainOf(loadedFrom({ "": page(["a", "b"], "1"), 1: page(["b", "c"], null) }));
  expect(rowsOf(chain.pages, 3).map(({ id }) => id)).toEqual(["a", "b", "c"]);
});

test("pages in sight are asked for, and the one that leads to those beyond", () => {
  const chain = chainOf(loadedFrom({ "": page([], "1"), 1: page([], "2"), 2: page([], "3") }));
  expect(wantedPages(chain, 0, 30)).toEqual([0]);
  expect(wantedPages(chain, 90, 130)).toEqual([0, 1]);
  expect(wantedPages(chain, 8000, 8030)).toEqual([3]);
});
