import { expect, test } from "vitest";
import { text } from "../../i18n/text.tsx";
import { GROUPS, matching } from "./sections.ts";

const found = (words: string) =>
  matching(GROUPS, words, text).flatMap(({ sections }) => sections.map(({ to }) => to.replace("/settings/", "")));

test.each([
  ["holiday", ["hours"]],
  ["TIME zone", ["hours"]],
  ["authenticator", ["account"]],
  ["csv", ["audit", "data"]],
  ["xyzzy", []],
])("somebody who looks for %s finds %s", (words, sections) => {
  expect(found(words)).toEqual(sections);
});

test("without words all are there", () => {
  expect(found(" ")).toHaveLength(GROUPS.flatMap(({ sections }) => sections).length);
});
