// `ItemPanel` for pages that people open to read: its parts come while they do, so that they are there when wanted.

import { lazy, Suspense, useEffect } from "react";
import type { ItemPanelProps } from "./ItemPanel.tsx";

const load = () => import("./ItemPanel.tsx");
const Panel = lazy(async () => ({ default: (await load()).ItemPanel }));

export function LazyItemPanel(props: ItemPanelProps) {
  useEffect(() => void load(), []);
  if (props.panels.panelOf(props.item.interaction.id) === null) return null;
  return (
    <Suspense fallback={<span data-modal hidden />}>
      <Panel {...props} />
    </Suspense>
  );
}
