import { expect, test } from "vitest";
import { filtersOf, spokenAct, spokenDetails } from "./filters.ts";

test("a group asks for its acts, a last day for all of it", () => {
  expect(filtersOf({ act: "keys", until: "2026-11-24" })).toEqual({
    act: ["create_key", "revoke_key"],
    until: "2026-11-24 23:59:59",
  });
  expect(filtersOf({})).toEqual({});
});

test("acts and details are said in words", () => {
  expect(spokenAct("sign_in_failed")).toBe("Sign in failed");
  expect(spokenDetails({ tried: "edit_settings", count: 3 })).toBe("tried: edit_settings, count: 3");
  expect(spokenDetails({ changed: ["zone", "calendar"] })).toBe("changed: zone + calendar");
});
