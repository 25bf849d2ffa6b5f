// What the calendar asks the server for.

import type { Interaction } from "@onward/client";
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

const MOST_RUNS = 60;
const AT_ONCE = 4;

export interface Ahead {
  steps: Projected[];
  /** Not every running template was looked at. */
  isPartial: boolean;
}

/** What the running templates would plan on these days, if each step before is completed when due. */
export const aheadQuery = (days: readonly string[], who: string | undefined, zone: string) =>
  queryOptions({
    queryKey: [...keys.workflows, "calendar", days[0], days.at(-1), who, zone],
    queryFn: async ({ signal }): Promise<Ahead> => {
      const { ids, isPartial } = await runningIds(who, signal);
      const steps: Projected[] = [];
      for (let at = 0; at < ids.length; at += AT_ONCE) {
        const found = await Promise.all(ids.slice(at, at + AT_ONCE).map((id) => stepsAhead(id, zone, signal)));
        steps.push(...found.flat().filter(({ slot }) => days.includes(slot.day)));
      }
      return { steps: steps.sort(byTime), isPartial };
    },
    staleTime: 60_000,
  });

async function runningIds(who: string | undefined, signal: AbortSignal) {
  const filters = {
    status: ["active" as const],
    limit: MOST_RUNS,
    ...(who === undefined ? {} : { assignee_id: [who] }),
  };
  const { data, next_cursor } = await onward.workflows.listWorkflows(filters, { signal });
  return { ids: data.map(({ id }) => id), isPartial: next_cursor !== null };
}

async function stepsAhead(id: string, zone: string, signal: AbortSignal): Promise<Projected[]> {
  const { workflow, projection } = await onward.workflows.getWorkflow(id, { signal });
  const customer = { id: workflow.customer_id, name: workflow.customer_name };
  return projection.data.flatMap(({ title, type, ...dated }, place): Projected[] => {
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
