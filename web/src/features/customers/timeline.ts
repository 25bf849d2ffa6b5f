// One relationship as rows of one list: what lies ahead, now, and what was.

import type { Interaction, TimelineEntry, WorkflowDetail } from "@onward/client";

/** Of each run: a template that begins again would go on for years. */
const MOST_AHEAD = 6;

export type Projected = WorkflowDetail["projection"]["data"][number];

export type ThreadRow = { id: string; isTitle?: false } & (
  | { kind: "projected"; step: Projected; template: string }
  | { kind: "ahead"; interaction: Interaction }
  | { kind: "past"; entry: TimelineEntry }
);

export type Row = ThreadRow | { id: string; isTitle: true; kind: "now" };

/** From the farthest ahead down to the oldest. `now` only tells what lies on which side of it. */
export function rowsOf(entries: readonly TimelineEntry[], running: readonly WorkflowDetail[], now: string): Row[] {
  const ahead = entries.filter((entry) => isAhead(entry, now));
  const past = entries.filter((entry) => !isAhead(entry, now));
  return [
    ...projectedOf(running),
    ...ahead.map(aheadRow),
    { id: "now", isTitle: true, kind: "now" },
    ...past.map((entry): Row => ({ id: entry.id, kind: "past", entry })),
  ];
}

export function isOpen({ status }: Interaction): boolean {
  return status === "pending" || status === "in_progress";
}

/** The interaction of a row on which one can still act. */
export function openIn(row: Row): Interaction | null {
  if (row.kind === "ahead") return row.interaction;
  const interaction = row.kind === "past" ? row.entry.interaction : null;
  return interaction != null && isOpen(interaction) ? interaction : null;
}

/** What is open and not late lies ahead, even where it was planned for this morning. */
function isAhead({ at, interaction }: TimelineEntry, now: string): boolean {
  return interaction != null && isOpen(interaction) && (!interaction.is_overdue || at > now);
}

function aheadRow(entry: TimelineEntry): Row {
  if (entry.interaction == null) throw new TypeError("Only interactions lie ahead.");
  return { id: entry.id, kind: "ahead", interaction: entry.interaction };
}

function projectedOf(running: readonly WorkflowDetail[]): Row[] {
  const all = running.flatMap(({ workflow, projection }) =>
    projection.data.slice(0, MOST_AHEAD).map((step, place): ThreadRow & { kind: "projected" } => ({
      id: `${workflow.id} ${place}`,
      kind: "projected",
      step,
      template: workflow.template_name,
    })),
  );
  return all.sort((a, b) => (dayOf(a.step) < dayOf(b.step) ? 1 : -1));
}

function dayOf({ scheduled_at, due_at }: Projected): string {
  return scheduled_at ?? due_at ?? "";
}
