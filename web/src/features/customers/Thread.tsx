// The relationship as one thread: what lies ahead, now, what was; older as one goes down.

import type { Customer, TimelineFilters } from "@onward/client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { type RefObject, Suspense, useRef, useState } from "react";
import { ToggleButton } from "react-aria-components";
import { useMinute } from "../../core/clock.ts";
import { kept } from "../../core/kept.ts";
import { useCommands } from "../../core/keys.ts";
import { lazy } from "../../core/lazy.ts";
import { useStore } from "../../core/store.ts";
import { Text, useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import { Keys } from "../../ui/Keys.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { useItemPanels } from "../../ui/useItemPanels.ts";
import { VirtualGrid } from "../../ui/VirtualGrid.tsx";
import type { CustomerDialog } from "./CustomerPage.tsx";
import { NoteComposer } from "./NoteComposer.tsx";
import { runningQuery, timelineQuery } from "./queries.ts";
import style from "./Thread.module.css";
import { type Editing, ThreadEntry } from "./ThreadEntry.tsx";
import { openIn, type Row, rowsOf } from "./timeline.ts";
import { useHasFocus } from "./useHasFocus.ts";
import { useIsOwn } from "./useIsOwn.ts";
import { useMayChange } from "./useMayChange.ts";

const ThreadFilters = lazy(() => import("./ThreadFilters.tsx"));
const SETTLED_MS = 60;
const NOW_HEIGHT = 48;
const ROW_HEIGHT = 60;
const here = getRouteApi("/inside/customers/$customerId");
const showsAhead = kept<boolean>("thread.ahead", true, (value): value is boolean => typeof value === "boolean");

interface ThreadProps {
  customer: Customer;
  onShow: (dialog: CustomerDialog) => void;
}

export function Thread({ customer, onShow }: ThreadProps) {
  const t = useText();
  const isAhead = useStore(showsAhead);
  return (
    <section className={style.thread} aria-labelledby="thread">
      <div className={style.head}>
        <h2 id="thread" className={style.title}>
          {t("customers.thread")}
        </h2>
        <ToggleButton className={style.toggle ?? ""} isSelected={isAhead} onChange={(is) => showsAhead.set(is)}>
          {t("customers.showAhead")}
        </ToggleButton>
        <div className={style.filters}>
          <Suspense>
            <ThreadFilters />
          </Suspense>
        </div>
      </div>
      <NoteComposer customer={customer} />
      <Entries customer={customer} onShow={onShow} />
    </section>
  );
}

function useTimelineFilters(): TimelineFilters {
  const { kind, type, member } = here.useSearch();
  return {
    ...(kind === undefined ? {} : { kind: [kind] }),
    ...(type === undefined ? {} : { type: [type] }),
    ...(member === undefined ? {} : { member_id: [member] }),
  };
}

function Entries({ customer, onShow }: ThreadProps) {
  const t = useText();
  const filters = useTimelineFilters();
  const now = useMinute();
  const found = useInfiniteQuery({ ...timelineQuery(customer.id, filters), placeholderData: (before) => before });
  const isFiltered = Object.keys(filters).length > 0;
  const running = useQuery({ ...runningQuery(customer.id), enabled: useStore(showsAhead) && !isFiltered });
  const isAhead = useStore(showsAhead) && !isFiltered;
  const nowLine = useRef<HTMLDivElement>(null);
  const panels = useItemPanels();
  const list = useRef<HTMLDivElement>(null);
  const isHere = useHasFocus(list);
  const isOwn = useIsOwn(customer);
  const [edited, setEdited] = useState<string | null>(null);
  const editingOf = (row: Row): Editing | undefined => {
    const note = row.kind === "past" ? row.entry.note : null;
    if (note == null || !isOwn(note)) return undefined;
    return { isOpen: edited === row.id, open: () => setEdited(row.id), close: () => setEdited(null) };
  };
  useCommands({ goNow: () => showNow(nowLine) });
  if (found.isError && found.data === undefined)
    return <ErrorPanel error={found.error} title={t("customers.threadFailed")} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return <Skeleton rows={6} />;
  const entries = found.data.pages.flatMap(({ data }) => data);
  if (isEmpty(entries)) return isFiltered ? <NothingFound /> : <NoHistory customer={customer} onShow={onShow} />;
  const rows = rowsOf(entries, isAhead ? (running.data ?? []) : [], now);
  return (
    // The keys mean the next step above, until one is among these.
    <div ref={list}>
      <VirtualGrid<Row>
        label={t("customers.thread")}
        rows={rows}
        estimate={(row) => (row.isTitle ? NOW_HEIGHT : ROW_HEIGHT)}
        commands={(row) => {
          const interaction = isHere ? openIn(row) : null;
          return interaction === null ? {} : panels.commandsOf({ interaction, customer });
        }}
        onOpen={(row) => editingOf(row)?.open()}
        onEnd={() => void (found.hasNextPage && !found.isFetchingNextPage && found.fetchNextPage())}
        renderRow={(row) => (
          <ThreadEntry
            row={row}
            isLast={row === rows.at(-1)}
            isFirst={row === rows[0]}
            nowLine={nowLine}
            customer={customer}
            panels={panels}
            editing={editingOf(row)}
          />
        )}
      />
    </div>
  );
}

/** Far down the line of now is not in the page; it comes when the thread's beginning does. */
function showNow(line: RefObject<HTMLElement | null>): void {
  if (line.current === null) document.getElementById("thread")?.scrollIntoView();
  setTimeout(() => line.current?.scrollIntoView({ block: "center" }), SETTLED_MS);
}

/** That the customer was made is no history yet. */
function isEmpty(entries: { event?: { kind: string } | null }[]): boolean {
  return entries.every(({ event }) => event?.kind === "customer.created");
}

function NoHistory({ customer, onShow }: ThreadProps) {
  const t = useText();
  const mayStart = useMayChange(customer, "workflows:write") && customer.status === "active";
  useCommands(mayStart ? { open: () => onShow("start") } : {});
  if (!mayStart) return <EmptyState title={t("customers.noHistoryTitle")} />;
  return (
    <EmptyState title={t("customers.noHistoryTitle")}>
      <Text id="customers.noHistoryBody" components={{ key: <Keys of="open" /> }} />
    </EmptyState>
  );
}

function NothingFound() {
  const t = useText();
  const { customerId } = here.useParams();
  const navigate = useNavigate();
  const reset = () =>
    void navigate({
      to: "/customers/$customerId",
      params: { customerId },
      search: {},
      replace: true,
      resetScroll: false,
    });
  return (
    <EmptyState
      title={t("customers.nothingShownTitle")}
      actions={<Button onPress={reset}>{t("customers.resetFilters")}</Button>}
    />
  );
}
