// What comes next, in words: titles and dates are the server's, this only writes them.

import type { Completion, Peek } from "@onward/client";
import { dayOf, formatDay, formatInstant, formatTime, sayDay } from "../core/format.ts";
import { formatLocale } from "../i18n/locale.ts";
import { text } from "../i18n/text.tsx";

export interface Dated {
  scheduled_at: string | null;
  scheduled_on: string | null;
  scheduled_all_day: boolean;
  due_at: string | null;
  due_on: string | null;
  due_all_day: boolean;
}

interface Moment {
  at: string;
  on: string;
  isAllDay: boolean;
}

type Next = Pick<Peek, "next_interaction" | "next_step"> | Pick<Completion, "next_interaction" | "next_step">;

/** When it is planned; without a plan, when it is due. */
export function plannedFor(item: Dated): Moment | null {
  return scheduled(item) ?? due(item);
}

/** When it is due; without that, when it is planned. */
export function dueOf(item: Dated): Moment | null {
  return due(item) ?? scheduled(item);
}

/** "Tue 24 Nov, 10:00", or without the time for what takes the whole day. */
export function writeMoment(moment: Moment | null, zone: string): string {
  if (moment === null) return text("items.noDate");
  if (moment.isAllDay) return formatDay(moment.on, formatLocale());
  return formatInstant(moment.at, zone, formatLocale());
}

/** The same as people say it near to `today`: "tomorrow 10:00". */
export function sayMoment(moment: Moment, zone: string, today: string): string {
  const day = sayDay(dayOfMoment(moment, zone), today, formatLocale());
  return moment.isAllDay ? day : `${day} ${formatTime(moment.at, zone, formatLocale())}`;
}

/** The day that a moment falls on for somebody in a zone; what takes the whole day keeps its own. */
export function dayOfMoment(moment: Moment, zone: string): string {
  return moment.isAllDay ? moment.on : dayOf(moment.at, zone);
}

/** The step that comes: "Send proposal, Tue 24 Nov". */
export function writeStep(next: Dated & { title: string }, zone: string): string {
  return text("items.created", { title: next.title, when: writeMoment(plannedFor(next), zone) });
}

/** What an outcome leads to: "Send proposal, Tue 24 Nov", or why nothing does. */
export function writeNext({ next_interaction: next, next_step: step }: Next, zone: string): string {
  if (next !== null) {
    if (step.created) return writeStep(next, zone);
    return text("items.stays", { title: next.title, when: writeMoment(plannedFor(next), zone) });
  }
  if (step.reason === "customer_inactive") return text("items.inactive");
  return text(step.reason === "workflow_paused" ? "items.paused" : "items.ends");
}

function scheduled({ scheduled_at, scheduled_on, scheduled_all_day }: Dated): Moment | null {
  return scheduled_at === null || scheduled_on === null
    ? null
    : { at: scheduled_at, on: scheduled_on, isAllDay: scheduled_all_day };
}

function due({ due_at, due_on, due_all_day }: Dated): Moment | null {
  return due_at === null || due_on === null ? null : { at: due_at, on: due_on, isAllDay: due_all_day };
}
