// The queue as one list of rows, walked by keys from what is late down to the loose ends.

import type { Queue } from "@onward/client";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { compose } from "../../core/composing.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { useItemPanels, useOpenCustomer } from "../../ui/useItemPanels.ts";
import { GridCell, VirtualGrid } from "../../ui/VirtualGrid.tsx";
import { Clear } from "./Clear.tsx";
import { DoneLine } from "./DoneLine.tsx";
import { LooseEnd } from "./LooseEnd.tsx";
import { type Line, linesOf } from "./model.ts";
import { QueueItem } from "./QueueItem.tsx";
import { GroupTitle, SectionTitle } from "./Titles.tsx";
import { type Done, placeOf } from "./useDone.ts";

interface QueueListProps {
  queue: Queue;
  today: string;
  done: Done;
  onSweep: () => void;
  /** Undefined when no more can be shown here. */
  onMore: (() => void) | undefined;
}

const HEIGHTS: Record<Line["kind"], number> = { title: 72, group: 34, item: 44, just: 84, more: 48, loose: 48 };

export function QueueList({ queue, today, done, onSweep, onMore }: QueueListProps) {
  const t = useText();
  const router = useRouter();
  const panels = useItemPanels();
  const openCustomer = useOpenCustomer();
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const turn = (id: string) =>
    setTurned((ids) => (ids.has(id) ? new Set([...ids].filter((each) => each !== id)) : new Set([...ids, id])));
  const lines = linesOf(queue, { today, hidden: done.hidden, turned, just: done.just });

  const render = (line: Line, isActive: boolean) => {
    switch (line.kind) {
      case "title":
        return <SectionTitle line={line} onTurn={turn} onSweep={onSweep} />;
      case "group":
        return <GroupTitle line={line} onTurn={turn} />;
      case "item":
        return (
          <QueueItem
            line={line}
            isActive={isActive}
            panels={panels}
            zone={queue.zone}
            today={today}
            onComplete={(item, peek, note) => {
              const place = placeOf(line.id, line.section, lines);
              void done.complete(item, peek, note, place);
            }}
          />
        );
      case "just":
        return done.just && <DoneLine just={done.just} panels={panels} zone={queue.zone} />;
      case "loose":
        return <LooseEnd end={line.end} today={today} zone={queue.zone} />;
      case "more":
        return (
          <GridCell>
            {onMore === undefined ? null : (
              <Button look="quiet" onPress={onMore}>
                {t("today.more")}
              </Button>
            )}
          </GridCell>
        );
    }
  };
  return (
    <>
      <Clear queue={queue} hidden={done.hidden} />
      {lines.length > 0 && (
        <VirtualGrid<Line>
          label={t("today.queue")}
          rows={lines}
          estimate={({ kind }) => HEIGHTS[kind]}
          renderRow={(line, { isActive }) => render(line, isActive)}
          onOpen={(line) => {
            if (line.kind === "item") void router.navigate({ href: `/interactions/${line.id}` });
            if (line.kind === "loose") compose({ customer: { id: line.end.customer_id, name: line.end.name } });
          }}
          commands={(line) => {
            if (line.kind === "item") return line.section === "done_today" ? {} : panels.commandsOf(line.item);
            return line.kind === "loose" ? { openCustomer: () => openCustomer(line.end.customer_id) } : {};
          }}
        />
      )}
    </>
  );
}
