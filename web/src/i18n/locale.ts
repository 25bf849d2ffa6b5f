// Which language the page speaks, and its messages. English is whole; another one may lag and falls back to it.

import { i18n, type Messages } from "@lingui/core";
import { kept } from "../core/kept.ts";

export const LOCALES = ["en", "de"] as const;
export type Locale = (typeof LOCALES)[number];

const isLocale = (value: unknown): value is Locale => LOCALES.some((locale) => locale === value);

/** What was chosen; empty follows the browser. */
export const chosenLocale = kept<Locale | "">(
  "locale",
  "",
  (value): value is Locale | "" => value === "" || isLocale(value),
);

/** What the first page says; the rest of English comes before any other page is shown. */
const english = import.meta.glob<Messages>("./locales/en/{app,commands,items,today,ui}.json", {
  eager: true,
  import: "default",
});
const rest = import.meta.glob<Messages>(["./locales/en/*.json", "!./locales/en/{app,commands,items,today,ui}.json"], {
  import: "default",
});
const others = import.meta.glob<Messages>(["./locales/*/*.json", "!./locales/en/*.json"], { import: "default" });

function wanted(): Locale {
  const chosen = chosenLocale.get();
  if (chosen !== "") return chosen;
  return navigator.languages.map((each) => each.slice(0, 2)).find(isLocale) ?? "en";
}

/** The form of dates and numbers: as the browser has it, where that agrees with the language. */
export function formatLocale(): string {
  return navigator.languages.find((each) => each.startsWith(i18n.locale)) ?? i18n.locale;
}

export async function speak(): Promise<void> {
  const locale = wanted();
  const loading = Object.entries(others).filter(([path]) => path.startsWith(`./locales/${locale}/`));
  const parts = await Promise.all(loading.map(([, load]) => load()));
  i18n.loadAndActivate({ locale, messages: Object.assign({}, ...Object.values(english), ...parts) });
  document.documentElement.lang = locale;
}

let spokenWhole: Promise<void> | undefined;

/** All messages, those of every page. Once. */
export function speakWhole(): Promise<void> {
  spokenWhole ??= Promise.all(Object.values(rest).map((load) => load())).then((parts) => {
    i18n.loadAndActivate({ locale: i18n.locale, messages: Object.assign({}, ...parts, i18n.messages) });
  });
  return spokenWhole;
}
