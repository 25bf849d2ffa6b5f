// Zones and countries to choose from, as the browser knows them. Whether one can be used, the server says.

import { formatLocale } from "../../../i18n/locale.ts";
import type { Choice } from "../../../ui/ComboBox.tsx";

const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/** `current` among them, even where the browser does not list it. */
export function allZones(current: string): Choice[] {
  const names = new Set(["UTC", current, ...Intl.supportedValuesOf("timeZone")]);
  return [...names].map((id) => ({ id, label: id.replaceAll("_", " ") }));
}

let countries: Choice[] | undefined;

/** By name, in the language of the page. */
export function allCountries(): Choice[] {
  countries ??= named(new Intl.DisplayNames(formatLocale(), { type: "region", fallback: "none" }));
  return countries;
}

function named(names: Intl.DisplayNames): Choice[] {
  const codes = LETTERS.flatMap((one) => LETTERS.map((other) => one + other));
  const found = codes.flatMap((id) => {
    const label = ALIASES.has(id) ? undefined : names.of(id);
    return label === undefined ? [] : [{ id, label, detail: id }];
  });
  return found.sort((one, other) => one.label.localeCompare(other.label));
}

/** Codes that are no countries, or other names of one that has its own. */
const ALIASES = new Set([
  "AC",
  "AN",
  "BU",
  "CP",
  "CS",
  "DD",
  "DG",
  "DY",
  "EA",
  "EU",
  "EZ",
  "FX",
  "HV",
  "IC",
  "NH",
  "QO",
]);
for (const old of ["QU", "RH", "SU", "TA", "TP", "UK", "UN", "VD", "XA", "XB", "YD", "YU", "ZR", "ZZ"])
  ALIASES.add(old);
