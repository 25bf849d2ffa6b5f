// What the calendar asks the server for.

import type { Interaction, Workflow } from "@onward/client";
import { queryOptions } from "@tanstack/react-query";
import { onward } from "../../api/client.ts";
import type { Item } from "../../api/items.ts";
import { keys } from "../../api/queries.ts";
import { addDays } from "../../core/days.ts";
import { byTime, type Projected, slotOf, USUAL_MINUTES } from "./placing.ts";

const PAGE = 200;
const MOST = 2000;
const SHOWN = ["pending", "in_progress", "completed"] as const;

/** What is planned for the days, or due on them without a plan. A day more at both ends, for those in other zones. */
export const spanQuery = (first: string, last: string, who: string | undefined) =>
  queryOptions({
    queryKey: [...keys.interactions, "calendar", first, last, who],
    queryFn: async ({ signal }): Promise<Item[]> => {
      const [from, to] = [addDays(first, -1), addDays(last, 1)];
      const planned = await everyOne({ scheduled_from: from, scheduled_to: to }, who, signal);
      const due = await everyOne({ due_from: from, due_to: to }, who, signal);
      return [...planned, ...due.filter(({ scheduled_at }) => scheduled_at === null)].map((interaction) => ({
        interaction,
        customer: interaction.customer,
        template: interaction.template,
      }));
    },
    placeholderData: (before) => before,
  });

type Span = { scheduled_from: string; scheduled_to: string } | { due_from: string; due_to: string };

async function everyOne(span: Span, who: string | undefined, signal: AbortSignal): Promise<Interaction[]> {
  const found: Interaction[] = [];
  const filters = {
    ...span,
    status: [...SHOWN],
    include: ["customer" as const, "template" as const],
    limit: PAGE,
    ...(who === undefined ? {} : { assignee_id: [who] }),
  };
  for await (const interaction of onward.interactions.eachInteraction(filters, { signal })) {
    found.push(interaction);
    if (found.length >= MOST) break;
  }
  return found;
}

const MOST_RUNS = 1000;

export interface Ahead {
  steps: Projected[];
  /** Not every running template was looked at. */
  isPartial: boolean;
}

/** What the running templates would plan on these days, if each step before is completed when due. */
export const aheadQuery = (days: readonly string[], last: string, who: string | undefined, zone: string) =>
  queryOptions({
    queryKey: [...keys.workflows, "calendar", days[0], last, who, zone],
    queryFn: async ({ signal }): Promise<Ahead> => {
      const { runs, isPartial } = await running(who, addDays(last, 1), signal);
      const steps = runs.flatMap((run) => stepsAhead(run, zone)).filter(({ slot }) => days.includes(slot.day));
      return { steps: steps.sort(byTime), isPartial };
    },
    staleTime: 60_000,
  });

async function running(who: string | undefined, until: string, signal: AbortSignal) {
  const filters = {
    status: ["active" as const],
    include: ["projection" as const],
    until,
    limit: PAGE,
    ...(who === undefined ? {} : { assignee_id: [who] }),
  };
  const runs: Workflow[] = [];
  for await (const run of onward.workflows.eachWorkflow(filters, { signal })) {
    if (runs.length >= MOST_RUNS) return { runs, isPartial: true };
    runs.push(run);
  }
  return { runs, isPartial: false };
}

function stepsAhead({ id, customer_id, customer_name, projection }: Workflow, zone: string): Projected[] {
  const customer = { id: customer_id, name: customer_name };
  return (projection?.data ?? []).flatMap(({ title, type, ...dated }, place): Projected[] => {
    const slot = slotOf(dated, zone);
    return slot === null ? [] : [{ id: `${id}/${place}`, slot, minutes: USUAL_MINUTES, title, type, customer }];
  });
}

/** The names of holidays and of the tenant's own days off, by day. */
export const daysOffQuery = (first: string, last: string) =>
  queryOptions({
    queryKey: [...keys.settings, "days-off", first, last],
    queryFn: async ({ signal }) => {
      const found = await onward.settings.listDaysOff({ first, last }, { signal });
      return new Map(found.map(({ on, name }) => [on, name ?? ""]));
    },
  });
