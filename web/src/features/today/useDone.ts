// What was just completed on this page: gone from the queue at once, shown in its place with what comes next, and taken
// back from there. The server's answer replaces what the preview had promised.

import type { Completion, Peek } from "@onward/client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { customerOf, rereadItems, takeBack, useOwner } from "../../api/acts.ts";
import { onwardOf, stillHere } from "../../api/client.ts";
import { complete, withdraw } from "../../api/completing.ts";
import type { Item } from "../../api/items.ts";
import { listWaiting, waitingCount } from "../../api/outbox.ts";
import { explain } from "../../api/problems.ts";
import { useZone } from "../../api/tenant.ts";
import { writeStep } from "../../api/wording.ts";
import { announce } from "../../core/announce.ts";
import { useStore } from "../../core/store.ts";
import { showToast } from "../../core/toasts.ts";
import { rememberUndo } from "../../core/undo.ts";
import { text } from "../../i18n/text.tsx";
import type { Line, SectionName } from "./model.ts";

export interface Just {
  item: Item;
  outcome: string;
  /** What the preview promised, then what the server did. */
  next: Pick<Peek | Completion, "next_interaction" | "next_step">;
  /** `waiting` for the connection. */
  as: "sending" | "done" | "waiting";
  section: SectionName;
  before: string[];
  undo: () => Promise<void>;
}

export interface Done {
  just: Just | null;
  hidden: ReadonlySet<string>;
  complete: (item: Item, peek: Peek, note: string, place: Pick<Just, "section" | "before">) => Promise<void>;
}

export function useDone(): Done {
  const client = useQueryClient();
  const owner = useOwner();
  const zone = useZone();
  const waiting = useWaiting();
  const [just, setJust] = useState<Just | null>(null);
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const back = (id: string) => {
    setGone((ids) => new Set([...ids].filter((each) => each !== id)));
    setJust((shown) => (shown?.item.interaction.id === id ? null : shown));
  };
  const undoable = (item: Item, words: string, run: () => Promise<unknown>) =>
    rememberUndo({
      words,
      undo: async () => {
        await takeBack(client, item, run);
        back(item.interaction.id);
      },
    });
  const settle = (item: Item, more: Partial<Just>) =>
    setJust((shown) => (shown?.item.interaction.id === item.interaction.id ? { ...shown, ...more } : shown));

  const hidden = useMemo(() => new Set([...gone, ...waiting]), [gone, waiting]);
  return {
    just,
    hidden,
    complete: async (item, peek, note, place) => {
      const { id, title } = item.interaction;
      const outcome = peek.outcome ?? "";
      const isHere = stillHere();
      const sending = complete({ interactionId: id, title, outcome, details: note || undefined }, owner);
      const words = promised(item, peek, zone);
      // It can be taken back at once; what is on its way arrives first.
      const undo = undoable(item, words, async () => {
        const sent = await sending;
        await (sent.as === "waiting" ? withdraw(sent.key) : onwardOf(owner.tenant).interactions.undoInteraction(id));
      });
      setGone((ids) => new Set([...ids, id]));
      setJust({ item, outcome, next: peek, as: "sending", ...place, undo });
      announce(words);
      try {
        const completed = await sending;
        if (completed.as === "done") settle(item, { as: "done", next: completed.completion });
        else settle(item, { as: "waiting" });
        if (completed.as === "waiting") return;
      } catch (error) {
        back(id);
        if (isHere()) showToast(explain(error), { tone: "failure" });
      }
      await rereadItems(client);
    },
  };
}

/** "Completed. Next: send proposal, Tue 24 Nov." */
function promised(item: Item, peek: Peek, zone: string): string {
  if (peek.next_interaction === null) return text("items.completedNothing", { customer: customerOf(item) });
  return text("items.completedNext", { next: `${writeStep(peek.next_interaction, zone)}.` });
}

/** Ids of completions that wait for the connection, also those from before the page was loaded anew. */
function useWaiting(): readonly string[] {
  const { tenant, member } = useOwner();
  const count = useStore(waitingCount);
  const [ids, setIds] = useState<readonly string[]>([]);
  useEffect(() => {
    let isCurrent = true;
    void (count === 0 ? Promise.resolve([]) : listWaiting({ tenant, member })).then((found) => {
      if (isCurrent) setIds(found.map(({ interactionId }) => interactionId));
    });
    return () => {
      isCurrent = false;
    };
  }, [count, tenant, member]);
  return ids;
}

/** Where an item stands among the others, so that what is done takes its place. */
export function placeOf(id: string, section: SectionName, lines: Line[]): Pick<Just, "section" | "before"> {
  const order = lines.filter((line) => line.kind === "item" && line.section === section).map((line) => line.id);
  return { section, before: order.slice(order.indexOf(id) + 1) };
}
