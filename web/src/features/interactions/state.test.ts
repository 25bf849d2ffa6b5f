import { expect, test } from "vitest";
import { readSearch } from "./search.ts";
import { fromView, linkTo, narrowing, PRESETS, searchFor, shownBy, toView, turned, without } from "./state.ts";

const { mine, team } = PRESETS;

test("an address that says nothing but a view asks for that view", () => {
  expect(shownBy(readSearch({ view: "mine" }), mine)).toEqual(mine);
  expect(searchFor("mine", mine, mine)).toEqual({ view: "mine" });
});

test("a changed view stands in the address whole, and comes back from it", () => {
  const changed = { ...without(mine, "assignee_id"), priority: ["high" as const] };
  const search = searchFor("mine", changed, mine);
  expect(search.view).toBe("mine");
  expect(shownBy(readSearch({ ...search }), mine)).toEqual(changed);
});

test("a view whose filters were all taken away is not the view itself again", () => {
  const bare = without(team, "status");
  expect(shownBy(readSearch({ ...searchFor("team", bare, team) }), team)).toEqual({ sort: "due_at" });
});

test("a link of another page needs no order and no view", () => {
  expect(shownBy(readSearch({ overdue: true, assignee_id: "me" }), team)).toEqual({
    overdue: true,
    assignee_id: ["me"],
    sort: "due_at",
  });
});

test("nonsense in an address is as if it were not there", () => {
  const read = readSearch({ status: ["open", "pending"], sort: "shoe_size", due_from: "tomorrow", overdue: "maybe" });
  expect(shownBy(read, team)).toEqual({ status: ["pending"], sort: "due_at" });
});

test("the order of alternatives makes no other view", () => {
  expect(searchFor("team", { ...team, status: ["in_progress", "pending"] }, team)).toEqual({ view: "team" });
});

test("a saved view keeps lists of texts, and nothing is lost on the way", () => {
  const shown = { ...mine, overdue: false, q: "renewal", due_to: "2026-11-24", sort: "-priority" as const };
  expect(toView(shown).overdue).toEqual(["false"]);
  expect(fromView(toView(shown))).toEqual(shown);
});

test("a saved view whose order the list knows no more still opens", () => {
  expect(fromView({ sort: ["shoe_size"], status: ["pending"] })).toEqual({ status: ["pending"], sort: "due_at" });
});

test("a column turns from its usual direction to the other", () => {
  expect(turned("due_at", "priority")).toBe("-priority");
  expect(turned("-priority", "priority")).toBe("priority");
  expect(turned("priority", "due_at")).toBe("due_at");
  expect(turned("due_at", "due_at")).toBe("-due_at");
});

test("what narrows the list is told by name", () => {
  expect(narrowing({ ...mine, type: [], q: "x" })).toEqual(["assignee_id", "q", "status"]);
});

test("a personal view travels as the filters that it is made of, a shared one under its name", () => {
  const high = { ...team, priority: ["high" as const] };
  expect(linkTo("v1", high, high, true)).toEqual({ view: "v1" });
  expect(linkTo("v1", high, high, false)).toEqual({
    status: ["pending", "in_progress"],
    priority: ["high"],
    sort: "due_at",
  });
});
