// The working day as a piece of thread: what stands at a set time, what was done, and the bead of now.

import type { Queue, QueueItem, Settings } from "@onward/client";
import { dayOf, formatClock, minuteOfDay } from "../../core/format.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { type Mark, Ruler } from "../../ui/Ruler.tsx";
import { isWorkday, stretchOf } from "./day.ts";
import { isAtATime, openItems } from "./model.ts";

interface DayRulerProps {
  queue: Queue;
  settings: Settings;
  now: string;
  hidden: ReadonlySet<string>;
}

const HOUR = 60;
const FEW_TICKS = 6;

export function DayRuler({ queue, settings, now, hidden }: DayRulerProps) {
  const t = useText();
  const zone = queue.zone;
  const timed = timedItems(queue, hidden, dayOf(now, zone));
  if (!isWorkday(settings, now) && timed.length === 0) return null;
  const minutes = timed.map(({ at }) => minuteOfDay(at, zone));
  const { from, to } = stretchOf(settings, minutes);
  const place = (minute: number) => (minute - from) / (to - from);
  const here = minuteOfDay(now, zone);
  const marks = timed.map(
    ({ item, at, isDone }): Mark => ({
      id: item.interaction.id,
      at: place(minuteOfDay(at, zone)),
      label: `${clock(minuteOfDay(at, zone))} ${item.customer.name}: ${item.interaction.title}`,
      tone: isDone ? "done" : "today",
    }),
  );
  const label = t("today.ruler", { from: clock(from), to: clock(to), count: timed.length });
  const isNow = here >= from && here <= to;
  return (
    <Ruler label={label} ticks={ticksOf(from, to, place)} marks={marks} {...(isNow ? { now: place(here) } : {})} />
  );
}

function timedItems(queue: Queue, hidden: ReadonlySet<string>, today: string) {
  const open = openItems(queue, "today", hidden)
    .filter(({ interaction }) => isAtATime(interaction, queue.zone, today))
    .map((item) => ({ item, at: momentOf(item), isDone: false }));
  const done = openItems(queue, "done_today", hidden).map((item) => ({
    item,
    at: item.interaction.completed_at ?? "",
    isDone: true,
  }));
  return [...done, ...open].filter(({ at }) => at !== "");
}

function momentOf({ interaction }: QueueItem): string {
  return interaction.scheduled_at ?? interaction.due_at ?? "";
}

function clock(minute: number): string {
  return formatClock(minute, formatLocale());
}

/** A label each hour, or each second or third where the day is long. */
function ticksOf(from: number, to: number, place: (minute: number) => number) {
  const step = Math.ceil((to - from) / HOUR / FEW_TICKS) * HOUR;
  const count = Math.floor((to - from) / step) + 1;
  return Array.from({ length: count }, (_, tick) => from + tick * step).map((minute) => ({
    at: place(minute),
    label: clock(minute),
  }));
}
