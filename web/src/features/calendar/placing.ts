// Where items stand in a calendar: on which day, at which minute of it, and beside which others.

import type { Interaction } from "@onward/client";
import type { Item } from "../../api/items.ts";
import { instantOf } from "../../core/calendar.ts";
import { addDays } from "../../core/days.ts";
import { dayOf, minuteOfDay } from "../../core/format.ts";

/** A place in the calendar; without a minute it is the lane of what has no time. */
export interface Slot {
  day: string;
  minute: number | null;
}

/** What stands somewhere in the calendar. */
export interface Standing {
  id: string;
  slot: Slot;
  minutes: number;
}

export interface Placed extends Standing {
  item: Item;
}

/** A step that a running template would plan, as far as one knows today; nothing to act on yet. */
export interface Projected extends Standing {
  title: string;
  type: string;
  customer: { id: string; name: string };
}

export interface Column {
  column: number;
  columns: number;
}

/** What has no room beside the others, from when to when. */
export interface Crowd {
  slot: Slot;
  minutes: number;
  count: number;
  columns: number;
}

export const STEP_MINUTES = 15;
const DAY_MINUTES = 24 * 60;
export const USUAL_MINUTES = 30;

type Dated = Pick<
  Interaction,
  "scheduled_at" | "scheduled_on" | "scheduled_all_day" | "due_at" | "due_on" | "due_all_day"
>;

/** Planned for; without a plan, due. Null for what has neither. */
export function slotOf(interaction: Dated, zone: string): Slot | null {
  const which = interaction.scheduled_at === null ? "due" : "scheduled";
  const at = interaction[`${which}_at`];
  const on = interaction[`${which}_on`];
  if (at === null || on === null) return null;
  return interaction[`${which}_all_day`]
    ? { day: on, minute: null }
    : { day: dayOf(at, zone), minute: minuteOfDay(at, zone) };
}

/** How to ask for another place; a minute that is left out makes it a matter of the whole day. */
export function askedFor(interaction: Interaction, { day, minute }: Slot, zone: string) {
  const at = minute === null ? day : instantOf(day, minute, zone);
  return interaction.scheduled_at === null ? { due_at: at } : { scheduled_at: at };
}

export function placedIn(items: readonly Item[], zone: string, lengthOf: (type: string) => number | null): Placed[] {
  const placed = items.flatMap((item): Placed[] => {
    const slot = slotOf(item.interaction, zone);
    const minutes = lengthOf(item.interaction.type) ?? USUAL_MINUTES;
    return slot === null ? [] : [{ id: item.interaction.id, item, slot, minutes: Math.max(minutes, USUAL_MINUTES) }];
  });
  return placed.sort(byTime);
}

export function byTime(a: Standing, b: Standing): number {
  return key(a) < key(b) ? -1 : 1;
}

function key({ slot: { day, minute }, id }: Standing): string {
  return `${day} ${String((minute ?? -1) + 1).padStart(4, "0")} ${id}`;
}

/** By arrows: a quarter or a day, with `isFar` an hour or a week. In the lane and in a month only days count. */
export function moved(slot: Slot, arrow: string, isFar: boolean, hasTimes: boolean): Slot {
  const { day, minute } = slot;
  const across = { ArrowLeft: -1, ArrowRight: 1 }[arrow];
  if (across !== undefined) return { day: addDays(day, across * (isFar ? 7 : 1)), minute };
  const down = arrow === "ArrowDown" ? 1 : -1;
  if (minute === null || !hasTimes) return { day: addDays(day, down * 7), minute };
  const to = minute + down * (isFar ? 60 : STEP_MINUTES);
  return { day, minute: Math.min(Math.max(to, 0), DAY_MINUTES - STEP_MINUTES) };
}

/** What happens at the same time stands side by side, so many at most; the last place then says how many more. */
export function sideBySide<T extends Standing>(day: readonly T[], most = Number.POSITIVE_INFINITY) {
  const shown: (T & Column)[] = [];
  const crowds: Crowd[] = [];
  let cluster: T[] = [];
  let ends = -1;
  const close = () => {
    const placed = inColumns(cluster);
    const hidden = placed.filter(({ column }) => column >= most - 1);
    const isCrowded = placed.some(({ column }) => column >= most);
    shown.push(
      ...(isCrowded ? placed.filter((each) => !hidden.includes(each)) : placed).map((each) => atMost(each, most)),
    );
    if (isCrowded) crowds.push(crowdOf(hidden, most));
    cluster = [];
  };
  for (const placed of day) {
    const begins = placed.slot.minute ?? 0;
    if (begins >= ends) close();
    cluster.push(placed);
    ends = Math.max(ends, begins + placed.minutes);
  }
  close();
  return { shown, crowds };
}

function atMost<T extends Column>(each: T, most: number): T {
  return { ...each, columns: Math.min(each.columns, most) };
}

function crowdOf(hidden: readonly Standing[], columns: number): Crowd {
  const begins = hidden.map(({ slot }) => slot.minute ?? 0);
  const first = Math.min(...begins);
  const ends = Math.max(...hidden.map(({ slot, minutes }) => (slot.minute ?? 0) + minutes));
  const day = hidden[0]?.slot.day ?? "";
  return { slot: { day, minute: first }, minutes: ends - first, count: hidden.length, columns };
}

function inColumns<T extends Standing>(cluster: readonly T[]): (T & Column)[] {
  const ends: number[] = [];
  const taken = cluster.map((placed) => {
    const begins = placed.slot.minute ?? 0;
    const free = ends.findIndex((end) => end <= begins);
    const column = free < 0 ? ends.length : free;
    ends[column] = begins + placed.minutes;
    return { ...placed, column };
  });
  return taken.map((placed) => ({ ...placed, columns: ends.length }));
}
