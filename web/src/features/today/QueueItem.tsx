// One item of the queue. What its outcomes lead to is fetched before anybody asks, for it and for the one below it.

import type { Peek } from "@onward/client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { type Item, peekQuery } from "../../api/items.ts";
import { ItemRow } from "../../ui/ItemRow.tsx";
import { LazyItemPanel } from "../../ui/LazyItemPanel.tsx";
import type { ItemPanels } from "../../ui/useItemPanels.ts";
import { DoneRow } from "./DoneLine.tsx";
import type { ItemLine } from "./model.ts";

interface QueueItemProps {
  line: ItemLine;
  isActive: boolean;
  panels: ItemPanels;
  zone: string;
  today: string;
  onComplete: (item: Item, peek: Peek, note: string) => void;
}

export function QueueItem({ line, isActive, panels, zone, today, onComplete }: QueueItemProps) {
  const { item, tone, before, after, section } = line;
  const isOpen = section !== "done_today";
  if (!isOpen) return <DoneRow line={line} zone={zone} />;
  return (
    <>
      {isActive && <PeekAhead id={line.id} nextId={line.nextId} />}
      <ItemRow item={item} tone={tone} before={before} after={after} onShow={panels.show} zone={zone} today={today} />
      <LazyItemPanel item={item} panels={panels} onComplete={onComplete} />
    </>
  );
}

function PeekAhead({ id, nextId }: Pick<ItemLine, "id" | "nextId">) {
  const client = useQueryClient();
  useQuery(peekQuery(id));
  useEffect(() => {
    if (nextId !== null) void client.prefetchQuery(peekQuery(nextId));
  }, [client, nextId]);
  return null;
}
