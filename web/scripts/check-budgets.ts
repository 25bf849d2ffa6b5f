// Whether what browsers load stays within budgets.json. Everything counts as it travels: gzipped, fonts as they are.

import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import budgets from "../budgets.json" with { type: "json" };

interface Chunk {
  file: string;
  src?: string;
  isEntry?: boolean;
  imports?: string[];
  css?: string[];
  dynamicImports?: string[];
}

type Manifest = Record<string, Chunk>;

const BUILT = resolve(import.meta.dirname, "../../src/onward/api/static/app");
const manifest: Manifest = JSON.parse(readFileSync(join(BUILT, ".vite/manifest.json"), "utf-8"));

function kib(files: Iterable<string>): number {
  return (
    [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(BUILT, file)), { level: 9 }).length, 0) / 1024
  );
}

/** A chunk and all that it cannot begin without. */
function whole(name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const each of manifest[name]?.imports ?? []) whole(each, seen);
  return seen;
}

function filesOf(names: Iterable<string>): Set<string> {
  return new Set([...names].flatMap((name) => manifest[name]?.file ?? []).filter((file) => file.endsWith(".js")));
}

function stylesOf(names: Iterable<string>): Set<string> {
  return new Set([...names].flatMap((name) => manifest[name]?.css ?? []));
}

function budgetOf(source: string): number {
  const exception = Object.entries(budgets.lazy_route_exceptions_kib).find(([folder]) => source.startsWith(folder));
  return exception?.[1] ?? budgets.lazy_route_kib;
}

interface Line {
  name: string;
  is: number;
  may: number;
}

function lines(): Line[] {
  const entry = Object.keys(manifest).find((name) => manifest[name]?.isEntry);
  if (entry === undefined) throw new Error("The build has no entry.");
  const first = filesOf(whole(entry));
  // The page that most people open: it is there before anything else is called.
  const today = filesOf(whole("src/features/today/TodayPage.tsx"));
  const shell = readFileSync(join(BUILT, "index.html"), "utf-8");
  const fonts = [...shell.matchAll(/rel="preload" as="font"[^>]*href="\.\/([^"]+)"/g)].map(([, file = ""]) => file);
  const fontKib = fonts.reduce((sum, file) => sum + statSync(join(BUILT, file)).size, 0) / 1024;
  return [
    { name: "script of the first route", is: kib(new Set([...first, ...today])), may: budgets.first_route_script_kib },
    ...styles(entry),
    { name: "preloaded fonts", is: fontKib, may: budgets.preloaded_font_kib },
    ...lazyRoutes(entry, first),
  ];
}

/** What each page loads of styles in all, on whichever one begins. */
function styles(entry: string): Line[] {
  const pages = new Set([...whole(entry)].flatMap((name) => manifest[name]?.dynamicImports ?? []));
  return [...pages].map((page) => {
    const all = stylesOf([...whole(entry), ...whole(page)]);
    return { name: `styles of ${page}`, is: kib(all), may: budgets.style_kib };
  });
}

/** What each further page loads besides what is there already. */
function lazyRoutes(entry: string, first: Set<string>): Line[] {
  const names = new Set([...whole(entry)].flatMap((name) => manifest[name]?.dynamicImports ?? []));
  return [...names].map((name) => {
    const further = [...filesOf(whole(name))].filter((file) => !first.has(file));
    return { name, is: kib(further), may: budgetOf(name) };
  });
}

const found = lines();
for (const { name, is, may } of found.toSorted((a, b) => b.is / b.may - a.is / a.may).slice(0, 8)) {
  process.stdout.write(`${is.toFixed(1).padStart(7)} of ${String(may).padStart(3)} KiB  ${name}\n`);
}
const over = found.filter(({ is, may }) => is > may);
if (over.length > 0) {
  process.stderr.write(`Over budget: ${over.map(({ name }) => name).join(", ")}\n`);
  process.exitCode = 1;
}
