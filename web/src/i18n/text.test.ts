import { i18n } from "@lingui/core";
import { expect, test } from "vitest";
import { text } from "./text.tsx";

test("a name that turns the direction of writing leaves the sentence as it is", () => {
  i18n.load("en", { "app.today": ["Planned: ", ["name"], ", ", ["count"]] });
  i18n.activate("en");
  expect(text("app.today", { name: "\u202edlrow\u2066", count: 3 })).toBe("Planned: dlrow, 3");
});
