// What unfolds below an item besides its outcomes: loaded after the first paint, for it brings fields and lists along.

import type { CancelInteraction, RescheduleInteraction } from "@onward/client";
import type { Acts } from "../api/acts.ts";
import type { Item } from "../api/items.ts";
import { ActsPanel } from "./ActsPanel.tsx";
import { AssignPanel } from "./AssignPanel.tsx";
import { CancelPanel } from "./CancelPanel.tsx";
import { NotePanel } from "./NotePanel.tsx";
import { ReschedulePanel } from "./ReschedulePanel.tsx";
import type { ItemPanels, Panel } from "./useItemPanels.ts";

interface RarePanelsProps {
  panel: Exclude<Panel, "complete">;
  item: Item;
  panels: ItemPanels;
  acts: Acts;
}

export default function RarePanels({ panel, item, panels, acts }: RarePanelsProps) {
  const closing = (act: () => unknown) => {
    panels.close();
    act();
  };
  switch (panel) {
    case "reschedule": {
      const move = (to: RescheduleInteraction) => closing(() => acts.reschedule(item, to));
      return <ReschedulePanel interaction={item.interaction} onMove={move} />;
    }
    case "assign":
      return <AssignPanel onAssign={(id, name) => closing(() => acts.assign(item, id, name))} />;
    case "note":
      return <NotePanel item={item} onKeep={(body) => acts.note(item, body)} onDone={panels.close} />;
    case "cancel": {
      const cancel = (how: CancelInteraction) => closing(() => acts.cancel(item, how));
      return <CancelPanel item={item} onCancel={cancel} onKeep={panels.close} />;
    }
    case "acts":
      return <ActsPanel item={item} panels={panels} />;
  }
}
