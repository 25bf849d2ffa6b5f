// `ItemPanel` for pages that people open to read: its parts come while they do, so that they are there when wanted.

import { type ComponentType, useState } from "react";
import { lazy } from "../core/lazy.ts";
import type { ItemPanelProps } from "./ItemPanel.tsx";
import { Opening } from "./Opening.tsx";

let ready: ComponentType<ItemPanelProps> | undefined;

export async function loadItemPanel(): Promise<{ default: ComponentType<ItemPanelProps> }> {
  const { ItemPanel } = await import("./ItemPanel.tsx");
  ready = ItemPanel;
  return { default: ItemPanel };
}

const Coming = lazy(loadItemPanel);

export function LazyItemPanel(props: ItemPanelProps) {
  return props.panels.panelOf(props.item.interaction.id) === null ? null : <Shown {...props} />;
}

/** What is there is drawn at once: React would wait a moment even for what has come long ago. */
function Shown(props: ItemPanelProps) {
  const [Panel] = useState<ComponentType<ItemPanelProps>>(() => ready ?? Coming);
  return (
    <Opening>
      <Panel {...props} />
    </Opening>
  );
}
