// What can be done with an open item, the same wherever it stands: each act says what came of it and can be undone.

import type { CancelInteraction, Completion, RescheduleInteraction } from "@onward/client";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { showToast, type ToastAction } from "../core/toasts.ts";
import { offerUndo } from "../core/undo.ts";
import { text } from "../i18n/text.tsx";
import { onwardOf, stillHere } from "./client.ts";
import { type Completed, complete, withdraw } from "./completing.ts";
import type { Item } from "./items.ts";
import type { Owner } from "./outbox.ts";
import { explain, isCode } from "./problems.ts";
import { keys } from "./queries.ts";
import { useSession } from "./session.ts";
import { useZone } from "./tenant.ts";
import { plannedFor, writeMoment, writeStep } from "./wording.ts";

export interface Acts {
  /** With its message and undo; `actions` stand beside them. */
  complete: (item: Item, outcome: string, details?: string, actions?: ToastAction[]) => Promise<Completed | null>;
  skip: (item: Item, reason?: string) => Promise<Completion | null>;
  cancel: (item: Item, how: CancelInteraction) => Promise<Completion | null>;
  reschedule: (item: Item, to: RescheduleInteraction) => Promise<boolean>;
  /** To a member, or with null to nobody; `name` is for the message. */
  assign: (item: Item, memberId: string | null, name: string) => Promise<boolean>;
  note: (item: Item, body: string) => Promise<boolean>;
}

/** What an act on an item may have changed is read anew. */
export async function rereadItems(client: QueryClient): Promise<void> {
  const touched = [keys.interactions, keys.queue, keys.customers, keys.workflows];
  await Promise.all(touched.map((queryKey) => client.invalidateQueries({ queryKey })));
}

/** In whose name completions wait without a connection. */
export function useOwner(): Owner {
  const { current } = useSession();
  return { tenant: current?.tenant_slug ?? "", member: current?.member_id ?? "" };
}

/** Says what was done, and how it is taken back. */
type Undoable = (words: string, back: () => Promise<unknown>, actions?: ToastAction[]) => void;

/** Each gives null or false when the server refused it, which it has told by then. */
export function useActs(): Acts {
  const client = useQueryClient();
  const owner = useOwner();
  const zone = useZone();
  // What began in one tenant is answered and taken back there, and says nothing in another.
  const onward = onwardOf(owner.tenant);
  const told = async <T>(item: Item, run: (undoable: Undoable) => Promise<T>): Promise<T | null> => {
    const isHere = stillHere();
    const undoable: Undoable = (words, back, actions) => {
      if (isHere()) offerUndo({ words, undo: () => takeBack(client, item, back) }, text("ui.undo"), actions);
    };
    try {
      return await run(undoable);
    } catch (error) {
      if (isHere()) showToast(await refusalOf(client, item, error, zone), { tone: "failure" });
      return null;
    } finally {
      void rereadItems(client);
    }
  };
  const reopening = (item: Item) => () => onward.interactions.undoInteraction(item.interaction.id);

  return {
    complete: (item, outcome, details, actions) =>
      told(item, async (undoable) => {
        const { id: interactionId, title } = item.interaction;
        const completed = await complete({ interactionId, title, outcome, details }, owner);
        if (completed.as === "waiting") undoable(text("items.completedLater"), () => withdraw(completed.key));
        else undoable(endedWords(item, completed.completion, "completed", zone), reopening(item), actions);
        return completed;
      }),
    skip: (item, reason) =>
      told(item, async (undoable) => {
        const completion = await onward.interactions.skipInteraction(item.interaction.id, reason);
        undoable(endedWords(item, completion, "skipped", zone), reopening(item));
        return completion;
      }),
    cancel: (item, how) =>
      told(item, async (undoable) => {
        const completion = await onward.interactions.cancelInteraction(item.interaction.id, how);
        undoable(endedWords(item, completion, "cancelled", zone), reopening(item));
        return completion;
      }),
    reschedule: async (item, to) =>
      (await told(item, async (undoable) => {
        const { id, title } = item.interaction;
        const moved = await onward.interactions.rescheduleInteraction(id, to);
        const words = text("items.rescheduled", { title, when: writeMoment(plannedFor(moved), zone) });
        undoable(words, () => onward.interactions.rescheduleInteraction(id, datesOf(item)));
        return moved;
      })) !== null,
    assign: async (item, memberId, name) =>
      (await told(item, async (undoable) => {
        const { id, title, assignee_id } = item.interaction;
        const given = await onward.interactions.assignInteraction(id, memberId);
        const words = text(memberId === null ? "items.unassignedDone" : "items.assigned", { title, name });
        undoable(words, () => onward.interactions.assignInteraction(id, assignee_id));
        return given;
      })) !== null,
    note: async (item, body) =>
      (await told(item, async (undoable) => {
        const note = await onward.customers.createNote(item.interaction.customer_id, body);
        const words = text("items.noted", { customer: customerOf(item) });
        undoable(words, () => onward.customers.deleteNote(note.id));
        return note;
      })) !== null,
  };
}

/** What a refusal means: who was faster, and what comes next now. */
async function refusalOf(client: QueryClient, { interaction }: Item, error: unknown, zone: string): Promise<string> {
  if (!isCode(error, "conflict")) return explain(error);
  const { overtakenWords } = await import("./overtaken.ts");
  const words = await overtakenWords(client, interaction.id, zone).catch(() => null);
  return words ?? explain(error);
}

/** As they were: a whole day by its day, so that it stays one. */
function datesOf({ interaction }: Item): RescheduleInteraction {
  const { scheduled_at, scheduled_on, scheduled_all_day, due_at, due_on, due_all_day } = interaction;
  return { scheduled_at: scheduled_all_day ? scheduled_on : scheduled_at, due_at: due_all_day ? due_on : due_at };
}

/** Undo, and say so; what the server will not take back is told too. */
export async function takeBack(client: QueryClient, item: Item, run: () => Promise<unknown>): Promise<void> {
  const isHere = stillHere();
  try {
    await run();
    if (isHere()) showToast(text("items.takenBack", { title: item.interaction.title }));
  } catch (error) {
    if (isHere()) showToast(text("items.notTakenBack", { why: explain(error) }), { tone: "failure" });
  } finally {
    await rereadItems(client);
  }
}

/** What is said after an item has ended: what comes next, and why then. */
export function endedWords(
  item: Item,
  completion: Completion,
  verb: "completed" | "skipped" | "cancelled",
  zone: string,
): string {
  if (completion.next_interaction === null) return text(`items.${verb}Nothing`, { customer: customerOf(item) });
  return text(`items.${verb === "completed" ? "completedNext" : verb}`, {
    next: `${writeStep(completion.next_interaction, zone)}.`,
  });
}

export function customerOf({ customer, interaction }: Item): string {
  return customer?.name ?? interaction.title;
}
