// Which room of src/ may import from which. A feature never imports from another: what both need moves down.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const SOURCES = resolve(import.meta.dirname, "../src");
const BELOW: Record<string, string[]> = {
  core: ["i18n"],
  i18n: ["core"],
  design: [],
  api: ["core", "i18n"],
  ui: ["api", "core", "i18n", "design"],
  features: ["ui", "api", "core", "i18n", "design"],
  app: ["features", "ui", "api", "core", "i18n", "design"],
};
const IMPORT = /(?:from|import)\s*\(?\s*"(\.[^"]+|@\/[^"]+)"/g;

/** `features/today/QueueRow.tsx` is of the room `features` and of the feature `today`. */
function roomOf(path: string): { room: string; feature: string | undefined } {
  const [room = "", second] = path.split("/");
  return { room, feature: room === "features" ? second : undefined };
}

function isAllowed(from: string, to: string): boolean {
  const here = roomOf(from);
  const there = roomOf(to);
  if (here.room === there.room) return here.feature === there.feature;
  return BELOW[here.room]?.includes(there.room) ?? false;
}

function importsOf(file: string): string[] {
  const found = readFileSync(join(SOURCES, file), "utf-8").matchAll(IMPORT);
  return [...found].map(([, name = ""]) =>
    name.startsWith("@/") ? name.slice(2) : relative(SOURCES, resolve(SOURCES, dirname(file), name)),
  );
}

const files = readdirSync(SOURCES, { recursive: true, encoding: "utf-8" }).filter(
  (name) => /\.(ts|tsx)$/.test(name) && name.includes("/"),
);

test("imports run one way, and no feature meets another", () => {
  expect(files.length).toBeGreaterThan(40);
  const wrong = files.flatMap((file) =>
    importsOf(file)
      .filter((to) => !to.startsWith("..") && !isAllowed(file, to))
      .map((to) => `${file} -> ${to}`),
  );
  expect(wrong).toEqual([]);
});

test("the rule tells right from wrong", () => {
  expect(isAllowed("features/today/a.ts", "features/today/b.ts")).toBe(true);
  expect(isAllowed("features/today/a.ts", "features/customers/b.ts")).toBe(false);
  expect(isAllowed("ui/a.ts", "features/today/b.ts")).toBe(false);
  expect(isAllowed("core/a.ts", "api/b.ts")).toBe(false);
});

test("nothing outside core counts with dates", () => {
  const counting = files.filter(
    (file) =>
      !file.startsWith("core/") &&
      /new Date\(|Date\.now\(|\.getTime\(/.test(readFileSync(join(SOURCES, file), "utf-8")),
  );
  expect(counting).toEqual([]);
});
