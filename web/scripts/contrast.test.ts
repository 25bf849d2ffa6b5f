// Every pair of colours that stand on each other, in both themes.

import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { contrast, readTokens } from "./contrast.ts";

const themes = readTokens(resolve(import.meta.dirname, "../src/design/tokens.css"));
const GROUNDS = ["bg", "surface", "sunken"];
const HUES = ["accent", "overdue", "today", "upcoming", "done"];
const TEXT = 4.5;
const SHAPE = 3;

const texts = [
  ...["ink", "ink-2", "ink-3", ...HUES].flatMap((ink) => GROUNDS.map((ground) => [ink, ground] as const)),
  ...HUES.flatMap((hue) => [[hue, `${hue}-tint`] as const, ["ink", `${hue}-tint`] as const]),
  ["on-accent", "accent"] as const,
  ["on-accent", "accent-strong"] as const,
  ["bg", "ink"] as const,
];
const shapes = ["control", "focus", "accent"].flatMap((shape) => GROUNDS.map((ground) => [shape, ground] as const));

describe.each(["light", "dark"] as const)("%s", (theme) => {
  const tokens = themes[theme];
  const between = (one: string, other: string) => contrast(tokens[one] ?? "none", tokens[other] ?? "none");

  test.each(texts)("%s can be read on %s", (ink, ground) => {
    expect(between(ink, ground)).toBeGreaterThanOrEqual(TEXT);
  });

  test.each(shapes)("%s can be seen on %s", (shape, ground) => {
    expect(between(shape, ground)).toBeGreaterThanOrEqual(SHAPE);
  });
});

test("it counts as the recommendation does", () => {
  expect(contrast("#000000", "#ffffff")).toBe(21);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});
