// The queue as rows of one list: titles, days, items, what was just done, loose ends.
//
// Which section an item belongs to, and in which order, is the server's; here it is only put into groups to be read.

import type { Queue, QueueItem, Uncovered } from "@onward/client";
import { dayOfMoment, dueOf, plannedFor } from "../../api/wording.ts";
import { daysBetween } from "../../core/days.ts";
import { sayDay } from "../../core/format.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { text } from "../../i18n/text.tsx";
import type { Tense, Tone } from "../../ui/Thread.tsx";

export type SectionName = Queue["sections"][number]["section"];

export interface ItemLine {
  id: string;
  kind: "item";
  isTitle?: false;
  item: QueueItem;
  section: SectionName;
  tone: Tone;
  before: Tense;
  after: Tense;
  /** The item below it, which comes next when this one is done. */
  nextId: string | null;
}

export interface TitleLine {
  id: SectionName | "loose_ends";
  kind: "title";
  isTitle: true;
  tone: Tone;
  count: number;
  /** Undefined where it cannot be folded. */
  isFolded?: boolean | undefined;
}

export interface GroupLine {
  id: string;
  kind: "group";
  isTitle: true;
  words: string;
  count: number;
  isFolded?: boolean | undefined;
}

export type Line =
  | ItemLine
  | TitleLine
  | GroupLine
  | { id: string; kind: "just"; isTitle: true }
  | { id: string; kind: "more"; isTitle: true; left: number }
  | { id: string; kind: "loose"; isTitle?: false; end: Uncovered };

export interface Shown {
  today: string;
  /** Ids of what was done on this page and may still stand in what the server last said. */
  hidden: ReadonlySet<string>;
  /** Titles and groups that somebody folded or unfolded, against how they stand by themselves. */
  turned: ReadonlySet<string>;
  /** Where what was just done stands: before the first of these that is still there, at the end of its section. */
  just: { section: SectionName; before: readonly string[] } | null;
}

interface Group {
  id: string;
  words: string;
  items: QueueItem[];
  canFold?: boolean;
  isFolded?: boolean;
}

const TONES: Record<SectionName, Tone> = {
  overdue: "overdue",
  today: "today",
  upcoming: "upcoming",
  done_today: "done",
};
const WEEK = 7;

export function linesOf(queue: Queue, shown: Shown): Line[] {
  const lines = queue.sections.flatMap((section) => sectionLines(section, queue.zone, shown));
  return [...lines, ...looseLines(queue.loose_ends, shown)];
}

/** What stands in a section now, without what was done on this page. */
export function openItems(queue: Queue, name: SectionName, hidden: ReadonlySet<string>): QueueItem[] {
  const found = queue.sections.find(({ section }) => section === name)?.data ?? [];
  return name === "done_today" ? found : found.filter(({ interaction }) => !hidden.has(interaction.id));
}

export function countOf(queue: Queue, name: SectionName, hidden: ReadonlySet<string>): number {
  const section = queue.sections.find((each) => each.section === name);
  return section === undefined ? 0 : section.total - (section.data.length - openItems(queue, name, hidden).length);
}

/** The items that one works through, in the order of the list: what is late, then today's. */
export function workOf(queue: Queue, hidden: ReadonlySet<string>, today: string): QueueItem[] {
  const late = lateGroups(openItems(queue, "overdue", hidden), queue.zone, today);
  const due = dayGroups(openItems(queue, "today", hidden), queue.zone, today);
  return [...late, ...due].flatMap(({ items }) => items);
}

function sectionLines({ section, total, data }: Queue["sections"][number], zone: string, shown: Shown): Line[] {
  const items = section === "done_today" ? data : data.filter(({ interaction }) => !shown.hidden.has(interaction.id));
  const isHere = shown.just?.section === section;
  const count = total - (data.length - items.length);
  if (count === 0 && !isHere) return [];
  const canFold = section === "done_today";
  const isFolded = canFold && !shown.turned.has(section);
  const tone = TONES[section];
  const title: Line = {
    id: section,
    kind: "title",
    isTitle: true,
    tone,
    count,
    isFolded: canFold ? isFolded : undefined,
  };
  if (isFolded) return [title];
  const groups = groupsOf(section, items, zone, shown.today);
  const lines = groups.flatMap((group) => groupLines(group, section, groups.length > 1, shown.turned));
  return [title, ...threaded(withJust(lines, isHere ? shown.just : null)), ...moreLines(section, total - data.length)];
}

function moreLines(section: string, left: number): Line[] {
  return left > 0 ? [{ id: `more/${section}`, kind: "more", isTitle: true, left }] : [];
}

function groupLines(group: Group, section: SectionName, isNamed: boolean, turned: ReadonlySet<string>): Line[] {
  const isFolded = group.canFold === true && (group.isFolded === true) !== turned.has(group.id);
  const items = group.items.map(
    (item): ItemLine => ({
      id: item.interaction.id,
      kind: "item",
      item,
      section,
      tone: TONES[section],
      before: "none",
      after: "none",
      nextId: null,
    }),
  );
  const { id, words } = group;
  const name: GroupLine = { id, kind: "group", isTitle: true, words, count: items.length };
  if (group.canFold) name.isFolded = isFolded;
  return [...((isNamed && words !== "") || group.canFold ? [name] : []), ...(isFolded ? [] : items)];
}

function groupsOf(section: SectionName, items: QueueItem[], zone: string, today: string): Group[] {
  const groups = { overdue: lateGroups, today: dayGroups, upcoming: comingGroups, done_today: oneGroup }[section];
  return groups(items, zone, today).filter((group) => group.items.length > 0);
}

function oneGroup(items: QueueItem[]): Group[] {
  return [{ id: "all", words: "", items }];
}

/** Yesterday's, the week's, older ones. */
function lateGroups(items: QueueItem[], zone: string, today: string): Group[] {
  const age = ({ interaction }: QueueItem) => {
    const due = dueOf(interaction);
    return due === null ? 0 : daysBetween(dayOfMoment(due, zone), today);
  };
  return [
    { id: "overdue/yesterday", words: text("today.group.yesterday"), items: items.filter((item) => age(item) <= 1) },
    {
      id: "overdue/week",
      words: text("today.group.week"),
      items: items.filter((item) => age(item) > 1 && age(item) <= WEEK),
    },
    { id: "overdue/older", words: text("today.group.older"), items: items.filter((item) => age(item) > WEEK) },
  ];
}

/** What has a time today, in its order; then what can be done at any time. */
function dayGroups(items: QueueItem[], zone: string, today: string): Group[] {
  const isTimed = ({ interaction }: QueueItem) => isAtATime(interaction, zone, today);
  return [
    { id: "today/timed", words: "", items: items.filter(isTimed) },
    { id: "today/any", words: text("today.group.anytime"), items: items.filter((item) => !isTimed(item)) },
  ];
}

export function isAtATime(interaction: QueueItem["interaction"], zone: string, today: string): boolean {
  const planned = plannedFor(interaction);
  return planned !== null && !planned.isAllDay && dayOfMoment(planned, zone) === today;
}

/** By day, the first one open; what has no date last. */
function comingGroups(items: QueueItem[], zone: string, today: string): Group[] {
  const days = new Map<string, QueueItem[]>();
  for (const item of items) {
    const planned = plannedFor(item.interaction);
    const day = planned === null ? "" : dayOfMoment(planned, zone);
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return [...days].map(([day, found], place) => ({
    id: `upcoming/${day}`,
    words: day === "" ? text("today.group.undated") : sayDay(day, today, formatLocale()),
    items: found,
    canFold: true,
    isFolded: place > 0,
  }));
}

function looseLines(ends: Queue["loose_ends"], { turned }: Shown): Line[] {
  if (ends === null || ends.total === 0) return [];
  const isFolded = turned.has("loose_ends");
  const title: Line = { id: "loose_ends", kind: "title", isTitle: true, tone: "accent", count: ends.total, isFolded };
  const rows = ends.data.map((end): Line => ({ id: `loose/${end.customer_id}`, kind: "loose", end }));
  return [title, ...(isFolded ? [] : [...rows, ...moreLines("loose_ends", ends.total - ends.data.length)])];
}

/** What was just done takes the place that it had. */
function withJust(lines: Line[], just: Shown["just"]): Line[] {
  if (just === null) return lines;
  const place = lines.findIndex((line) => line.kind === "item" && just.before.includes(line.id));
  const at = place < 0 ? lines.length : place;
  return [...lines.slice(0, at), { id: "just", kind: "just", isTitle: true }, ...lines.slice(at)];
}

/** The thread runs from item to item; between groups it is cut. */
function threaded(lines: Line[]): Line[] {
  return lines.map((line, place) => {
    if (line.kind !== "item") return line;
    const tense = line.section === "overdue" || line.section === "done_today" ? "past" : "planned";
    const [above, below] = [lines[place - 1], lines[place + 1]];
    const isTied = (other: Line | undefined) => other?.kind === "item" || other?.kind === "just";
    return {
      ...line,
      before: isTied(above) ? tense : "none",
      after: isTied(below) ? tense : "none",
      nextId: below?.kind === "item" ? below.id : null,
    };
  });
}
