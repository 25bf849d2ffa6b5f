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

const english = import.meta.glob<Messages>("./locales/en/*.json", { eager: true, import: "default" });
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
