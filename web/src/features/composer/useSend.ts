// Plans what is to come, records what has been; both can be taken back.

import { useQueryClient } from "@tanstack/react-query";
import { rereadItems } from "../../api/acts.ts";
import { onward } from "../../api/client.ts";
import { explain } from "../../api/problems.ts";
import { useIntroduction, useSession } from "../../api/session.ts";
import { useZone } from "../../api/tenant.ts";
import { writeStep } from "../../api/wording.ts";
import { showToast } from "../../core/toasts.ts";
import { offerUndo } from "../../core/undo.ts";
import { text } from "../../i18n/text.tsx";
import { writeWhen } from "./Understood.tsx";
import type { Understanding, Whom } from "./useUnderstood.ts";

const NOON = "12:00";

type Ready = Understanding & { customer: Whom };

/** False when the server refused it, which it has told by then. */
export function useSend(): (ready: Ready, outcome: string | null) => Promise<boolean> {
  const client = useQueryClient();
  const zone = useZone();
  const { current } = useSession();
  const { is_local: isLocal } = useIntroduction();
  return async (ready, outcome) => {
    // Where nobody is signed in the work is its owner's.
    const mine = current?.member_id ?? null;
    const assignee = isLocal ? (ready.customer.owner_id ?? mine) : mine;
    try {
      const done = ready.isPast ? await tell(ready, outcome ?? "", assignee, zone) : await plan(ready, assignee);
      const undo = async () => {
        await done.undo();
        showToast(text("composer.takenBack", { title: ready.title }));
        await rereadItems(client);
      };
      offerUndo({ words: done.words, undo }, text("ui.undo"));
      return true;
    } catch (error) {
      showToast(explain(error), { tone: "failure" });
      return false;
    } finally {
      void rereadItems(client);
    }
  };
}

async function plan({ customer, type, title, day, time }: Ready, assignee: string | null) {
  const body = { customer_id: customer.id, type, title, scheduled_at: momentOf(day, time), assignee_id: assignee };
  const { id } = await onward.interactions.createInteraction(body);
  const words = text("composer.planned", { customer: customer.name, title, when: writeWhen({ day, time }) });
  const then = "exit" as const;
  return { words, undo: () => onward.interactions.cancelInteraction(id, { then }) };
}

async function tell(
  { customer, type, title, day, time, isToday }: Ready,
  outcome: string,
  assignee: string | null,
  zone: string,
) {
  const body = { customer_id: customer.id, type, title, outcome, assignee_id: assignee };
  // Told without a time it was just now, or on another day at noon.
  const at = isToday && time === null ? {} : { completed_at: momentOf(day, time ?? NOON) };
  const logged = await onward.interactions.logInteraction({ ...body, ...at });
  const next = logged.next_interaction === null ? null : writeStep(logged.next_interaction, zone);
  const values = { customer: customer.name, title };
  const words = next === null ? text("composer.told", values) : text("composer.toldNext", { ...values, next });
  return { words, undo: () => onward.interactions.undoInteraction(logged.interaction.id) };
}

/** Without an offset: the server takes it in the tenant's zone, as it was typed. */
function momentOf(day: string, time: string | null): string {
  return time === null ? day : `${day}T${time}`;
}
