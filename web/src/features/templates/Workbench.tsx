// The builder at work: head, outline and quick line on the left, the fields in hand and the preview on the right. Where
// there is no room beside, the fields are a sheet and the preview lies below.

import type { Template } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { Suspense, useEffect, useRef, useState } from "react";
import { useMay } from "../../api/session.ts";
import { peopleQuery, settingsQuery } from "../../api/tenant.ts";
import { todayIn } from "../../core/days.ts";
import { zoneHere } from "../../core/format.ts";
import { useCommands } from "../../core/keys.ts";
import { lazy } from "../../core/lazy.ts";
import { NARROW, useMedia } from "../../core/media.ts";
import { offlineSince } from "../../core/online.ts";
import { useStore } from "../../core/store.ts";
import { Sheet } from "../../ui/Dialog.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { BuilderHead } from "./BuilderHead.tsx";
import { EndFields } from "./EndFields.tsx";
import { LeaveGuard } from "./LeaveGuard.tsx";
import { partOf } from "./parts.ts";
import { QuickLine } from "./QuickLine.tsx";
import { useBuilder } from "./useBuilder.ts";
import { type Draft, useDraft } from "./useDraft.ts";
import { useEditorTitle } from "./useEditorTitle.ts";
import { type Picks, usePath } from "./usePath.ts";
import style from "./Workbench.module.css";
import { type Names, stepWords } from "./words.ts";

// Each comes by itself: the head is there while trees, date fields and dialogs are on their way.
const Outline = lazy(() => import("./Outline.tsx"));
const Editor = lazy(() => import("./Editor.tsx"));
const PreviewDock = lazy(() => import("./PreviewDock.tsx"));
const PublishDialog = lazy(() => import("./PublishDialog.tsx"));

interface WorkbenchProps {
  template: Template;
  names: Names;
}

const NOTHING: never[] = [];

export function Workbench({ template, names }: WorkbenchProps) {
  const draft = useDraft(template);
  const { outline, edit } = draft;
  const isNarrow = useMedia(NARROW);
  const isReadOnly = useIsReadOnly(template);
  const members = useQuery(peopleQuery).data ?? NOTHING;
  const zone = useQuery(settingsQuery).data?.zone ?? zoneHere();
  const [start, setStart] = useState<string | null>(() => todayIn(zone));
  const [picks, setPicks] = useState<Picks>([]);
  const [isOpen, setOpen] = useState(false);
  const [customerId, setCustomerId] = useState<string | null>(null);
  const path = usePath(outline, start, picks, customerId);
  const quick = useRef<HTMLInputElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const builder = useBuilder(draft, names, {
    onEdit: () => (isNarrow ? setOpen(true) : focusFirst(panel)),
    onWrite: () => quick.current?.focus(),
  });
  const frame = useFocusOnWanted(builder.wanted);
  const publishing = usePublishing(draft);
  useCommands({
    next: () => rowOf(frame.current, builder.chosen)?.focus(),
    ...(isReadOnly ? {} : { create: () => quick.current?.focus() }),
  });
  const title = useEditorTitle(draft, builder.chosen, names);
  const below = partOf(outline, builder.chosen).step;
  const fields = { draft, chosen: builder.chosen, names, members, checks: path.checks };
  return (
    <div ref={frame} className={style.page}>
      <BuilderHead
        template={template}
        draft={draft}
        path={path}
        isReadOnly={isReadOnly}
        onPublish={() => void publishing.begin()}
      />
      <div className={style.columns}>
        <div className={style.work}>
          <Suspense fallback={<Skeleton rows={4} />}>
            <Outline
              outline={outline}
              names={names}
              checks={path.checks}
              warnings={path.warnings}
              planned={path.planned}
              chosen={builder.chosen}
              isReadOnly={isReadOnly}
              onChoose={builder.choose}
              onCommand={builder.run}
              onPublish={() => void publishing.begin()}
              onMoveStep={builder.moveStep}
              onMoveLane={builder.moveLane}
            />
          </Suspense>
          {!isReadOnly && (
            <QuickLine
              ref={quick}
              names={names}
              below={below === undefined ? "" : stepWords(outline, below.key)}
              onAdd={builder.add}
              onLeave={() => rowOf(frame.current, builder.chosen)?.focus()}
            />
          )}
          <EndFields outline={outline} edit={edit} names={names} checks={path.checks} isReadOnly={isReadOnly} />
          <Suspense fallback={<Skeleton rows={3} />}>
            <PreviewDock
              outline={outline}
              names={names}
              path={path}
              start={start}
              picks={picks}
              onStart={setStart}
              onCustomer={setCustomerId}
              onPick={(place, outcome) => setPicks((before) => picked(before, place, outcome))}
            />
          </Suspense>
        </div>
        {!isNarrow && !isReadOnly && (
          <aside
            ref={panel}
            aria-label={title}
            className={style.panel}
            onKeyDown={(event) => event.key === "Escape" && rowOf(frame.current, builder.chosen)?.focus()}
          >
            <h2 className={style.panelTitle}>{title}</h2>
            <Suspense fallback={<Skeleton rows={6} />}>
              <Editor {...fields} />
            </Suspense>
          </aside>
        )}
      </div>
      {isNarrow && isOpen && !isReadOnly && (
        <Sheet title={title} isOpen onClose={() => setOpen(false)}>
          <Suspense>
            <Editor {...fields} />
          </Suspense>
        </Sheet>
      )}
      {publishing.of !== null && (
        <Suspense>
          <PublishDialog template={publishing.of} names={names} onAdopt={draft.adopt} onClose={publishing.end} />
        </Suspense>
      )}
      <LeaveGuard draft={draft} />
    </div>
  );
}

/** First all is kept that is not yet; without a draft there is nothing to publish. */
function usePublishing(draft: Draft) {
  const [of, setOf] = useState<Template | null>(null);
  const begin = async () => {
    const kept = await draft.flush();
    if (kept?.draft != null) setOf(kept);
  };
  return { of, begin, end: () => setOf(null) };
}

/** Those who may not change templates, an archived one, and everybody without a connection only look. */
function useIsReadOnly(template: Template): boolean {
  const may = useMay("templates:write");
  const isOffline = useStore(offlineSince) !== null;
  return !may || isOffline || template.archived_at !== null;
}

/** What comes after another pick is another path: the later ones are forgotten. */
function picked(before: Picks, place: number, outcome: string | null): Picks {
  const kept = Array.from({ length: place }, (_, at) => before[at] ?? null);
  return outcome === null ? kept : [...kept, outcome];
}

function focusFirst(panel: React.RefObject<HTMLElement | null>): void {
  // Once the fields are those of the line in hand.
  requestAnimationFrame(() => panel.current?.querySelector<HTMLElement>("input, button, textarea")?.focus());
}

function rowOf(frame: HTMLElement | null, key: string): HTMLElement | null {
  return frame?.querySelector<HTMLElement>(`[role=row][data-key="${key}"]`) ?? null;
}

function useFocusOnWanted(wanted: { key: string; turn: number } | null): React.RefObject<HTMLDivElement | null> {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (wanted === null) return;
    const turn = requestAnimationFrame(() => rowOf(frame.current, wanted.key)?.focus());
    return () => cancelAnimationFrame(turn);
  }, [wanted]);
  return frame;
}
