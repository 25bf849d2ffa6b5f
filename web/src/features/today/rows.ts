// The queue as rows of one list: titles and items.

import type { Interaction } from "@onward/client";
import type { MessageId } from "../../i18n/ids.ts";

export type QueueTone = "overdue" | "upcoming";

export interface ItemRow {
  id: string;
  isTitle?: false;
  tone: QueueTone;
  interaction: Interaction;
  isFirst: boolean;
  isLast: boolean;
}

export type Row = ItemRow | { id: string; isTitle: true; tone: QueueTone; title: MessageId; count: number };

/** A section without items has no title. */
export function rowsOf(overdue: Interaction[], coming: Interaction[]): Row[] {
  return [...section("overdue", "today.overdue", overdue), ...section("upcoming", "today.coming", coming)];
}

function section(tone: QueueTone, title: MessageId, interactions: Interaction[]): Row[] {
  if (interactions.length === 0) return [];
  const items = interactions.map(
    (interaction, place): ItemRow => ({
      id: interaction.id,
      tone,
      interaction,
      isFirst: place === 0,
      isLast: place === interactions.length - 1,
    }),
  );
  return [{ id: tone, isTitle: true, tone, title, count: interactions.length }, ...items];
}
