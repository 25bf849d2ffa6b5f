// What an interaction's state looks like.

import type { Interaction } from "@onward/client";
import type { Item } from "../../api/items.ts";
import type { Tone } from "../../ui/Thread.tsx";

export function isOpen({ status }: Pick<Interaction, "status">): boolean {
  return status === "pending" || status === "in_progress";
}

/** Late, done, passed over, or neither: which it is the server said. */
export function toneOf({ status, is_overdue }: Pick<Interaction, "status" | "is_overdue">): Tone {
  if (status === "completed") return "done";
  if (is_overdue) return "overdue";
  return isOpen({ status }) ? "upcoming" : "plain";
}

export function itemOf(interaction: Interaction): Item {
  return { interaction, customer: interaction.customer, template: interaction.template };
}
