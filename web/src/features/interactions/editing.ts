// What an edit changes, and where it meets somebody else's.

import type { Interaction, Settings, UpdateInteraction } from "@onward/client";
import { dayOf, minuteOfDay } from "../../core/format.ts";

export const FIELDS = [
  "title",
  "type",
  "priority",
  "assignee_id",
  "description",
  "scheduled_at",
  "due_at",
  "outcome_details",
] as const;
export type Field = (typeof FIELDS)[number];

/** As the form holds it: texts, days or days with their time in the tenant's zone; null is none. */
export type Draft = Record<Field, string | null>;

type Zone = Settings["zone"];

export function draftOf(interaction: Interaction, zone: Zone): Draft {
  const { title, type, priority, assignee_id, description, outcome_details } = interaction;
  return {
    title,
    type,
    priority,
    assignee_id,
    description: description || null,
    outcome_details: outcome_details || null,
    scheduled_at: local(interaction.scheduled_at, interaction.scheduled_all_day, zone),
    due_at: local(interaction.due_at, interaction.due_all_day, zone),
  };
}

/** The fields that differ. */
export function changedFields(before: Draft, after: Draft): Field[] {
  return FIELDS.filter((field) => (before[field] ?? "") !== (after[field] ?? ""));
}

/** Fields that both changed, each in its own way. */
export function clashes(before: Draft, mine: Draft, theirs: Draft): Field[] {
  const changed = new Set(changedFields(before, theirs));
  return changedFields(before, mine).filter((field) => changed.has(field) && mine[field] !== theirs[field]);
}

export function bodyOf(draft: Draft, fields: readonly Field[]): UpdateInteraction {
  return Object.fromEntries(fields.map((field) => [field, draft[field] === "" ? null : draft[field]]));
}

/** `2026-11-24`, or with its time `2026-11-24T10:00`. */
function local(instant: string | null, isAllDay: boolean, zone: Zone): string | null {
  if (instant === null) return null;
  const day = dayOf(instant, zone);
  if (isAllDay) return day;
  const minutes = minuteOfDay(instant, zone);
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0"));
  return `${day}T${hour}:${minute}`;
}
