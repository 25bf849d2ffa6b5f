// What went wrong, for forms and panels.

import { text } from "../i18n/text.tsx";
import { OnwardError } from "./client.ts";

/** The server's words for each field, as forms take them; what belongs to no field of `names` stands under "". */
export function fieldErrors(error: unknown, names: readonly string[]): Record<string, string> {
  if (!(error instanceof OnwardError) || error.errors.length === 0) return { "": explain(error) };
  const found: Record<string, string> = {};
  for (const { field, message } of error.errors) {
    const name = names.includes(field) ? field : "";
    const words = name === "" ? `${field} ${message}` : sentence(message);
    found[name] = found[name] === undefined ? words : `${found[name]} ${words}`;
  }
  return found;
}

/** One sentence or two: what happened, and what to do. */
export function explain(error: unknown): string {
  if (!(error instanceof OnwardError)) return text("ui.unexpected");
  if (error.code === "unreachable") return text("ui.unreachable");
  if (error.errors.length > 0) return error.errors.map(({ field, message }) => `${field} ${message}`).join(". ");
  return error.detail;
}

export function isCode(error: unknown, ...codes: OnwardError["code"][]): boolean {
  return error instanceof OnwardError && codes.includes(error.code);
}

/** The server writes "must be …"; alone under a field it begins a sentence. */
function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1) + (/[.!?]$/.test(message) ? "" : ".");
}
