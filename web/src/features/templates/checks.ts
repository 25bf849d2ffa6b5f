// What the server has against a draft, put at the step or lane that it is about.

import type { Fault } from "@onward/client";
import type { Outline } from "./outline.ts";

export interface Check {
  /** The field's name as the server has it, such as `title`; empty for a fault of the whole. */
  field: string;
  words: string;
}

/** By the key of a step or a lane; under "" what is about the template itself. */
export type Checks = ReadonlyMap<string, Check[]>;

export const NO_CHECKS: Checks = new Map();

const PLACE = /^(?:template\.)?steps\[(\d+)\](?:\.branches\[(\d+)\])?\.?(.*)$/;

export function placed(faults: readonly Fault[], outline: Outline): Checks {
  const found = new Map<string, Check[]>();
  for (const { field, message } of faults) {
    const [, step, lane, rest = ""] = PLACE.exec(field) ?? [];
    const own = step === undefined ? undefined : outline.steps[Number(step)];
    const key = (lane === undefined ? own : own?.lanes[Number(lane)])?.key ?? "";
    const check = { field: key === "" ? field.replace(/^template\./, "") : rest, words: sentence(message) };
    found.set(key, [...(found.get(key) ?? []), check]);
  }
  return found;
}

/** What stands below a field of a form. */
export function faultOf(checks: Checks, key: string, field: string): string | undefined {
  const found = checks.get(key)?.filter((check) => check.field.split(/[[.]/)[0] === field) ?? [];
  return found.length === 0 ? undefined : found.map(({ words }) => words).join(" ");
}

export function countOf(checks: Checks): number {
  return [...checks.values()].reduce((sum, each) => sum + each.length, 0);
}

function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1) + (/[.!?]$/.test(message) ? "" : ".");
}
