// Which column is taken for which field, as the form shows it.

import type { Import } from "@onward/client";

export const LEFT_OUT = "-";
const EXTRA = "metadata.";
const LONGEST_KEY = 100;

/** The field of each column, null for one that is left out. */
export function mappingOf({ columns }: Pick<Import, "columns">): (string | null)[] {
  return columns.map(({ field }) => field);
}

export function withField(mapping: (string | null)[], at: number, chosen: string): (string | null)[] {
  const field = chosen === LEFT_OUT ? null : chosen;
  // A field takes one column: the one that had it before is left out.
  return mapping.map((each, place) => (place === at ? field : each === field ? null : each));
}

/** The name under which a column is kept beside the known fields. */
export function extraField(column: string): string {
  return EXTRA + (column.trim().slice(0, LONGEST_KEY) || "column");
}

export function isExtra(field: string): boolean {
  return field.startsWith(EXTRA);
}

/** What stands in a column on the first rows, without empty cells. */
export function shownSamples(samples: string[], most = 3): string[] {
  return [...new Set(samples.map((cell) => cell.trim()).filter(Boolean))].slice(0, most);
}
