// Steps and lanes in words, as the outline, the preview and the dialog of publishing say them.

import type { InteractionType, Outcome, Template } from "@onward/client";
import { formatDay } from "../../core/format.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { text } from "../../i18n/text.tsx";
import { type Lane, type Outline, type OutlineStep, placeOf, type StepFields } from "./outline.ts";

/** What the server calls things; all of it may still be on its way. */
export interface Names {
  types: InteractionType[];
  outcomes: Outcome[];
  templates: Pick<Template, "id" | "name">[];
}

export const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export const KINDS = ["positive", "neutral", "negative", "no_contact"] as const;
const KIND = "kind:";
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Written by a week that begins on the 1st. */
export function weekdayName(weekday: (typeof WEEKDAYS)[number]): string {
  return formatDay(`2026-06-0${WEEKDAYS.indexOf(weekday) + 1}`, formatLocale(), "weekday");
}

export function typeName(key: string, { types }: Names): string {
  return types.find((type) => type.key === key)?.label ?? spoken(key);
}

/** An outcome, or all of a kind. */
export function outcomeName(key: string, { outcomes }: Names): string {
  const kind = KINDS.find((one) => key === KIND + one);
  if (kind !== undefined) return text(`templates.kind.${kind}`);
  if (key === "skipped") return text("templates.skipped");
  return outcomes.find((outcome) => outcome.key === key)?.label ?? spoken(key);
}

export function templateName(id: string, { templates }: Names): string {
  return templates.find((template) => template.id === id)?.name ?? text("templates.anotherTemplate");
}

/** Sentences of the server's name templates by their ids. */
export function withNames(sentence: string, names: Names): string {
  return sentence.replace(UUID, (id) => `“${templateName(id, names)}”`);
}

/** "2 working days later, at 10:00, due 1 day after". */
export function timing(fields: StepFields, isFirst = false): string {
  const { scheduled_offset_days: days, day_unit, scheduled_weekday: weekday, at_time, due_offset_days: due } = fields;
  const unit = day_unit === "business" ? "business" : "calendar";
  const parts = [
    isFirst && days === 0 ? text("templates.timing.start") : text(`templates.timing.${unit}`, { days }),
    weekday !== null && text("templates.timing.weekday", { weekday: weekdayName(weekday) }),
    at_time !== null && text("templates.timing.time", { time: at_time }),
    due > 0 && text(`templates.timing.due.${unit}`, { days: due }),
  ];
  return parts.filter((part) => part !== false).join(", ");
}

/** "if No answer, Failed". */
export function condition(lane: Lane, names: Names): string {
  if (lane.outcomes.length === 0) return text("templates.lane.ifNothing");
  return text("templates.lane.if", { outcomes: lane.outcomes.map((key) => outcomeName(key, names)).join(", ") });
}

/** "retry this step, 1 day later, up to 3 times". */
export function consequence(outline: Outline, step: OutlineStep, lane: Lane, names: Names): string {
  const target = outline.steps[placeOf(outline, lane.step ?? "")];
  const unit = target?.fields.day_unit === "business" ? "business" : "calendar";
  const parts = [
    goal(outline, step, lane, names),
    lane.wait !== null && text(`templates.timing.${unit}`, { days: lane.wait }),
    lane.most !== null && text("templates.lane.most", { times: lane.most }),
  ];
  return parts.filter((part) => part !== false).join(", ");
}

function goal(outline: Outline, step: OutlineStep, lane: Lane, names: Names): string {
  if (lane.template !== null) return text("templates.lane.template", { name: templateName(lane.template, names) });
  if (lane.step === step.key) return text("templates.lane.retry");
  if (lane.step !== null) return stepWords(outline, lane.step);
  return text("templates.lane.exit", { why: lane.exit ?? "" });
}

/** "step 3, Send proposal". */
export function stepWords(outline: Outline, key: string): string {
  const place = placeOf(outline, key);
  return text("templates.stepNamed", { number: place + 1, title: outline.steps[place]?.fields.title ?? "" });
}

export function otherwise(outline: Outline, step: OutlineStep): string {
  return step.next === null ? text("templates.lane.end") : stepWords(outline, step.next);
}

function spoken(key: string): string {
  const words = key.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
