import { describe, expect, test } from "vitest";
import { isOwnAddress } from "./routes.ts";
import { slugOf } from "./slug.ts";

describe("where one goes after signing in", () => {
  test.each(["/today", "/customers/1?tab=notes#end"])("%s is ours", (address) => {
    expect(isOwnAddress(address)).toBe(true);
  });

  test.each([
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "today",
    "",
    "/\t/evil.example",
    "/a\\b",
    undefined,
  ])("%s is not", (address) => {
    expect(isOwnAddress(address)).toBe(false);
  });
});

test.each([
  ["Müller & Söhne GmbH", "muller-sohne-gmbh"],
  ["  42 Things ", "things"],
  ["Ægir", "gir"],
  ["株式会社", ""],
  [`${"long ".repeat(20)}`, "long-long-long-long-long-long-long-long"],
])("the short name proposed for %s is %s", (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});
