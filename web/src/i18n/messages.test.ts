import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compileMessage } from "@lingui/message-utils/compileMessage";
import { expect, test } from "vitest";
import { COMMANDS } from "../core/commands.ts";
import { text } from "./text.tsx";

const LOCALES = join(import.meta.dirname, "locales");

function messages(locale: string): Record<string, string> {
  const folder = join(LOCALES, locale);
  return Object.assign({}, ...readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), "utf-8"))));
}

/** The names that a message is given values for, in its plural forms too. */
function names(message: string): string[] {
  return [...new Set(namesIn(compileMessage(message)))].sort();
}

function namesIn(compiled: unknown): string[] {
  if (!Array.isArray(compiled)) return [];
  return compiled.flatMap((token): string[] => {
    if (!Array.isArray(token)) return [];
    const [name, , forms] = token;
    const within = typeof forms === "object" && forms !== null ? Object.values(forms).flatMap(namesIn) : [];
    return name === "#" ? within : [String(name), ...within];
  });
}

test("every message says something, and is named for the file that it stands in", () => {
  for (const name of readdirSync(join(LOCALES, "en"))) {
    const entries = Object.entries<string>(JSON.parse(readFileSync(join(LOCALES, "en", name), "utf-8")));
    expect(entries.filter(([id, words]) => !id.startsWith(`${name.replace(".json", "")}.`) || words === "")).toEqual(
      [],
    );
  }
});

test.each(readdirSync(LOCALES).filter((locale) => locale !== "en"))(
  "%s says all that English says and nothing else, with the same values",
  (locale) => {
    const english = messages("en");
    const said = messages(locale);
    expect(Object.keys(english).filter((id) => said[id] === undefined || said[id] === "")).toEqual([]);
    const wrong = Object.entries(said).filter(
      ([id, words]) => english[id] === undefined || String(names(words)) !== String(names(english[id])),
    );
    expect(wrong).toEqual([]);
  },
);

test("numbers choose the words", () => {
  expect(text("today.sum", { open: 1, overdue: 0 })).toBe("1 to do");
  expect(text("today.sum", { open: 1200, overdue: 3 })).toBe("1,200 to do, 3 overdue");
});

test("no two commands have the same key where both count", () => {
  for (const inside of [true, false]) {
    const all = Object.values(COMMANDS)
      .filter(({ group }) => inside === (group === "outline"))
      .flatMap(({ keys }) => [...keys]);
    expect(all.filter((key, place) => all.indexOf(key) !== place)).toEqual([]);
  }
});
