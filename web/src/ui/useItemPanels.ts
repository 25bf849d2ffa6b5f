// Which item has something unfolded below it, and the keys that do it: the same in every list of items.

import { useRouter } from "@tanstack/react-router";
import { useCallback, useEffect, useState } from "react";
import type { Item } from "../api/items.ts";
import type { CommandId } from "../core/commands.ts";
import { whenQuiet } from "../core/quiet.ts";
import { loadItemPanel } from "./LazyItemPanel.tsx";

/** Loaded once a list of items is there, so that they unfold at once. */
export const loadRarePanels = () => import("./RarePanels.tsx");
export const loadSheet = () => import("./DialogParts.tsx");

export const PANELS = ["complete", "reschedule", "assign", "note", "cancel"] as const;
/** `acts` lists the others, for those who use no keys. */
export type Panel = (typeof PANELS)[number] | "acts";

export interface ItemPanels {
  panelOf: (interactionId: string) => Panel | null;
  /** Always the same function. */
  show: (interactionId: string, panel: Panel) => void;
  close: () => void;
  /** For `VirtualGrid`'s `commands`, or `useCommands` where there is one item only. */
  commandsOf: (item: Item) => Partial<Record<CommandId, () => void>>;
}

export function useItemPanels(): ItemPanels {
  const [shown, setShown] = useState<{ id: string; panel: Panel } | null>(null);
  const openCustomer = useOpenCustomer();
  useEffect(() => whenQuiet(() => Promise.all([loadItemPanel(), loadRarePanels(), loadSheet()])), []);
  const show = useCallback((id: string, panel: Panel) => setShown({ id, panel }), []);
  const close = useCallback(() => setShown(null), []);
  return {
    panelOf: (id) => (shown?.id === id ? shown.panel : null),
    show,
    close,
    commandsOf: ({ interaction: { id, customer_id } }) => ({
      ...Object.fromEntries(PANELS.map((panel) => [panel, () => show(id, panel)])),
      openCustomer: () => openCustomer(customer_id),
    }),
  };
}

export function useOpenCustomer(): (customerId: string) => void {
  const router = useRouter();
  return (customerId) => void router.navigate({ href: `/customers/${customerId}` });
}
