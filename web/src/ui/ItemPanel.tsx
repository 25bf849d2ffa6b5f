// What unfolds below an item: its outcomes, another day, another member, a note, a cancellation. On phones it is a sheet.

import type { Peek } from "@onward/client";
import { type ReactNode, useEffect, useRef } from "react";
import { type Acts, useActs } from "../api/acts.ts";
import type { Item } from "../api/items.ts";
import { useCommands } from "../core/keys.ts";
import { lazy } from "../core/lazy.ts";
import { useText } from "../i18n/text.tsx";
import style from "./ItemPanel.module.css";
import { Opening } from "./Opening.tsx";
import { OutcomeStrip } from "./OutcomeStrip.tsx";
import { type ItemPanels, loadRarePanels, loadSheet, type Panel } from "./useItemPanels.ts";
import { useNarrow } from "./useNarrow.ts";

const RarePanels = lazy(loadRarePanels);
const Sheet = lazy(loadSheet);

export interface ItemPanelProps {
  item: Item;
  panels: ItemPanels;
  /** Does what a chosen outcome means, where the page shows it in a way of its own. */
  onComplete?: (item: Item, peek: Peek, note: string) => void;
  /** False where the item is no row of a grid. */
  isInGrid?: boolean;
}

/** Nothing where the item has nothing unfolded. */
export function ItemPanel(props: ItemPanelProps) {
  const panel = props.panels.panelOf(props.item.interaction.id);
  return panel === null ? null : <Unfolded key={panel} panel={panel} {...props} />;
}

function Unfolded({ panel, ...props }: ItemPanelProps & { panel: Panel }) {
  const isNarrow = useNarrow();
  const t = useText();
  const { item, panels } = props;
  const content = <Content panel={panel} {...props} />;
  if (!isNarrow) {
    return (
      <Below onClose={panels.close} isInGrid={props.isInGrid ?? true}>
        {content}
      </Below>
    );
  }
  const title = t("items.actsTitle", { customer: item.customer?.name ?? "", title: item.interaction.title });
  return (
    <Opening>
      <Sheet
        kind="sheet"
        title={item.customer === undefined ? item.interaction.title : title}
        isOpen
        onClose={panels.close}
      >
        {content}
      </Sheet>
    </Opening>
  );
}

/** Below its row; what had the focus gets it back. */
function Below({ children, onClose, isInGrid }: { children: ReactNode; onClose: () => void; isInGrid: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  useCommands({ back: onClose });
  useEffect(() => {
    const row = box.current?.closest<HTMLElement>("[role=row], [data-item]");
    box.current?.scrollIntoView({ block: "nearest" });
    return () => {
      if (row?.isConnected && (document.activeElement === document.body || row.contains(document.activeElement))) {
        row.focus({ preventScroll: true });
      }
    };
  }, []);
  return (
    <div ref={box} className={style.below} role={isInGrid ? "gridcell" : undefined}>
      <span className={style.thread} aria-hidden />
      {children}
    </div>
  );
}

function Content({ item, panel, panels, onComplete }: ItemPanelProps & { panel: Panel }) {
  const acts = useActs();
  if (panel !== "complete") {
    return (
      <Opening>
        <RarePanels panel={panel} item={item} panels={panels} acts={acts} />
      </Opening>
    );
  }
  const choose = (peek: Peek, note: string) => {
    panels.close();
    if (onComplete === undefined) completed(acts, item, peek, note);
    else onComplete(item, peek, note);
  };
  const skip = (_peek: Peek, note: string) => {
    panels.close();
    void acts.skip(item, note || undefined);
  };
  const cancel = () => panels.show(item.interaction.id, "cancel");
  return <OutcomeStrip item={item} onChoose={choose} onSkip={skip} onCancel={cancel} />;
}

function completed(acts: Acts, item: Item, peek: Peek, note: string): void {
  void acts.complete(item, peek.outcome ?? "", note || undefined);
}
