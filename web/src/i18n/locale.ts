// Which language the page speaks, and its messages. Every language is whole.

import { i18n, type Messages } from "@lingui/core";
import { kept } from "../core/kept.ts";
import { messages as english } from "./bundles/en.first.ts";

export const LOCALES = ["en", "de"] as const;
export type Locale = (typeof LOCALES)[number];

const isLocale = (value: unknown): value is Locale => LOCALES.some((locale) => locale === value);

/** What was chosen; empty follows the browser. */
export const chosenLocale = kept<Locale | "">(
  "locale",
  "",
  (value): value is Locale | "" => value === "" || isLocale(value),
);

interface Bundles {
  first: () => Promise<{ messages: Messages }>;
  rest: () => Promise<{ messages: Messages }>;
}

/** The first page's words come before it is shown, those of all others after it. English travels with the page. */
const BUNDLES: Record<Locale, Bundles> = {
  en: { first: async () => ({ messages: english }), rest: () => import("./bundles/en.rest.ts") },
  de: { first: () => import("./bundles/de.first.ts"), rest: () => import("./bundles/de.rest.ts") },
};

function wanted(choice: Locale | ""): Locale {
  if (choice !== "") return choice;
  return navigator.languages.map((each) => each.slice(0, 2)).find(isLocale) ?? "en";
}

/** The form of dates and numbers: as the browser has it, where that agrees with the language. */
export function formatLocale(): string {
  return navigator.languages.find((each) => each.startsWith(i18n.locale)) ?? i18n.locale;
}

export async function speak(): Promise<void> {
  const locale = wanted(chosenLocale.get());
  activate(locale, [await BUNDLES[locale].first()]);
}

let spokenWhole: Promise<void> | undefined;

/** All messages, those of every page. Once they have come. */
export function speakWhole(): Promise<void> {
  spokenWhole ??= whole(wanted(chosenLocale.get())).catch((failure: unknown) => {
    spokenWhole = undefined;
    throw failure;
  });
  return spokenWhole;
}

/** Loads a part with its words, where the first page does without them. */
export function withWords<T>(load: () => Promise<T>): () => Promise<T> {
  return async () => (await Promise.all([load(), speakWhole()]))[0];
}

/** Another language, on every page at once. */
export async function choose(choice: Locale | ""): Promise<void> {
  spokenWhole = whole(wanted(choice));
  await spokenWhole;
  chosenLocale.set(choice);
}

async function whole(locale: Locale): Promise<void> {
  activate(locale, await Promise.all([BUNDLES[locale].first(), BUNDLES[locale].rest()]));
}

function activate(locale: Locale, parts: { messages: Messages }[]): void {
  i18n.loadAndActivate({ locale, messages: Object.assign({}, ...parts.map(({ messages }) => messages)) });
  document.documentElement.lang = locale;
}
