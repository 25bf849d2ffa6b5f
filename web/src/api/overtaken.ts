// Somebody else was faster: who ended an item, when, and what comes next.

import type { Event, Interaction } from "@onward/client";
import type { QueryClient } from "@tanstack/react-query";
import { formatInstant } from "../core/format.ts";
import { formatLocale, speakWhole } from "../i18n/locale.ts";
import { text } from "../i18n/text.tsx";
import { onward } from "./client.ts";
import { outcomesQuery, peopleQuery, spelled } from "./tenant.ts";
import { writeStep } from "./wording.ts";

const MOST_EVENTS = 100;

/** The item itself tells only who completed one; of the others the log does. */
export function enderOf(
  { completed_by, status }: Interaction,
  events: readonly Pick<Event, "kind" | "actor_id">[],
): string | null {
  return completed_by ?? events.findLast(({ kind }) => kind === `interaction.${status}`)?.actor_id ?? null;
}

/** "Ana completed this, Sun 22 Nov, 10:02: Reached." */
export function writeEnding(
  { status, completed_at, closed_at, updated_at, outcome }: Interaction,
  name: string | undefined,
  zone: string,
  outcomeLabel: (key: string) => string,
): string {
  const values = {
    name: name ?? text("interactions.somebody"),
    at: formatInstant(completed_at ?? closed_at ?? updated_at, zone, formatLocale()),
  };
  if (status === "skipped") return text("interactions.endedSkipped", values);
  if (status === "cancelled") return text("interactions.endedCancelled", values);
  return text("interactions.endedCompleted", { ...values, outcome: outcome === null ? "" : outcomeLabel(outcome) });
}

/** Why an act on an item was refused, where somebody else has ended it; null where nobody has. */
export async function overtakenWords(client: QueryClient, id: string, zone: string): Promise<string | null> {
  const ended = await onward.interactions.getInteraction(id);
  if (ended.status === "pending" || ended.status === "in_progress") return null;
  const { next_interaction_id: nextId } = ended;
  const [people, outcomes, { data: events }, next] = await Promise.all([
    client.ensureQueryData(peopleQuery),
    client.ensureQueryData(outcomesQuery),
    onward.events.listEvents({ interaction_id: id, limit: MOST_EVENTS }),
    nextId === null ? null : onward.interactions.getInteraction(nextId),
    speakWhole(),
  ]);
  const ender = enderOf(ended, events);
  const name = people.find((member) => member.id === ender)?.name;
  const label = (key: string) => outcomes.find((outcome) => outcome.key === key)?.label ?? spelled(key);
  const following =
    next === null ? text("interactions.nothingNext") : `${text("interactions.next")} ${writeStep(next, zone)}.`;
  return `${writeEnding(ended, name, zone, label)} ${following}`;
}
