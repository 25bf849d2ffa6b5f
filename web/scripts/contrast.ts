// The contrast of two colours by WCAG 2.2, and the tokens as the style sheet has them.

import { readFileSync } from "node:fs";

export type Tokens = Record<string, string>;

const RULE = /^\s*--([\w-]+):\s*(#[0-9a-f]{6});/gim;

/** The colours of the light theme, and those of the dark one over them. */
export function readTokens(path: string): { light: Tokens; dark: Tokens } {
  const [before = "", after = ""] = readFileSync(path, "utf-8").split(':root[data-theme="dark"]');
  const light = colours(before);
  return { light, dark: { ...light, ...colours(after) } };
}

export function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function colours(css: string): Tokens {
  return Object.fromEntries([...css.matchAll(RULE)].map(([, name = "", value = ""]) => [name, value.toLowerCase()]));
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    linear(Number.parseInt(colour.slice(at, at + 2), 16) / 255),
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(part: number): number {
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}
