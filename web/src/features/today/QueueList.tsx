// The queue as one list of rows, walked by keys from what is late down to the loose ends.

import type { Queue } from "@onward/client";
import { useRouter } from "@tanstack/react-router";
import { Suspense, useMemo, useState } from "react";
import { compose } from "../../core/composing.ts";
import { lazy } from "../../core/lazy.ts";
import { speakWhole } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { useItemPanels, useOpenCustomer } from "../../ui/useItemPanels.ts";
import { GridCell, VirtualGrid } from "../../ui/VirtualGrid.tsx";
import { DoneLine } from "./DoneLine.tsx";
import { LooseEnd } from "./LooseEnd.tsx";
import { countOf, type Line, linesOf } from "./model.ts";
import { QueueItem } from "./QueueItem.tsx";
import { GroupTitle, SectionTitle } from "./Titles.tsx";
import { type Done, placeOf } from "./useDone.ts";

/** With its words, which a day full of work does without. */
const Clear = lazy(async () => (await Promise.all([import("./Clear.tsx"), speakWhole()]))[0]);

interface QueueListProps {
  queue: Queue;
  today: string;
  done: Done;
  onSweep: () => void;
  onMore: () => void;
  /** More is on its way. */
  isGrowing: boolean;
}

const HEIGHTS: Record<Line["kind"], number> = { title: 72, group: 34, item: 44, just: 84, more: 48, loose: 48 };

export function QueueList({ queue, today, done, onSweep, onMore, isGrowing }: QueueListProps) {
  const t = useText();
  const router = useRouter();
  const panels = useItemPanels();
  const openCustomer = useOpenCustomer();
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const turn = (id: string) =>
    setTurned((ids) => (ids.has(id) ? new Set([...ids].filter((each) => each !== id)) : new Set([...ids, id])));
  const { hidden, just } = done;
  const lines = useMemo(() => linesOf(queue, { today, hidden, turned, just }), [queue, today, hidden, turned, just]);

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
            <Button look="quiet" isPending={isGrowing} onPress={onMore}>
              {t("today.more", { left: line.left })}
            </Button>
          </GridCell>
        );
    }
  };
  return (
    <>
      {countOf(queue, "overdue", done.hidden) === 0 && (
        <Suspense>
          <Clear queue={queue} hidden={done.hidden} />
        </Suspense>
      )}
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
