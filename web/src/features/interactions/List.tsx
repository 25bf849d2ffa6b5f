// The list itself: its columns, its rows as they come into sight, what is unfolded below one, and what is selected.

import { useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect, useRef, useState } from "react";
import { useMay } from "../../api/session.ts";
import { useMemberName, useZone } from "../../api/tenant.ts";
import type { CommandId } from "../../core/commands.ts";
import { useCommands } from "../../core/keys.ts";
import { lazy } from "../../core/lazy.ts";
import { offlineSince } from "../../core/online.ts";
import { toggled } from "../../core/selection.ts";
import { useStore } from "../../core/store.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import { ItemPanel } from "../../ui/ItemPanel.tsx";
import { Opening } from "../../ui/Opening.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { useItemPanels } from "../../ui/useItemPanels.ts";
import { useNarrow } from "../../ui/useNarrow.ts";
import { VirtualGrid } from "../../ui/VirtualGrid.tsx";
import { ActionBar } from "./ActionBar.tsx";
import type { BulkKind } from "./bulk.ts";
import { Columns } from "./Columns.tsx";
import style from "./InteractionsPage.module.css";
import { GapRow, ListRow } from "./ListRow.tsx";
import { Nothing } from "./Nothing.tsx";
import type { ItemRow, ListRow as Row } from "./paging.ts";
import { asQuery, filtersOf, type Shown } from "./state.ts";
import { useRows } from "./useRows.ts";
import { type Selecting, useSelecting } from "./useSelecting.ts";
import { isOpen, itemOf } from "./words.ts";

const BulkDialog = lazy(() => import("./BulkDialog.tsx"));
const ROW_HEIGHT = 44;
const CARD_HEIGHT = 68;

interface ListProps {
  shown: Shown;
  onChange: (shown: Shown) => void;
}

type Found = ReturnType<typeof useRows>;

export function List({ shown, onChange }: ListProps) {
  const t = useText();
  const found = useRows(asQuery(shown));
  const { rows, isPending, error, retry } = found;
  if (isPending) return <Skeleton rows={10} />;
  if (error !== null && rows.length === 0)
    return <ErrorPanel error={error} title={t("interactions.listFailed")} onRetry={retry} />;
  if (rows.length === 0) return <Nothing shown={shown} onChange={onChange} />;
  return <Rows shown={shown} onChange={onChange} found={found} />;
}

function Rows({ shown, onChange, found }: ListProps & { found: Found }) {
  const t = useText();
  const { total, error, retry } = found;
  const maySelect = useMay("interactions:write");
  const selecting = useSelecting(found.rows, total);
  const [bulk, setBulk] = useState<BulkKind | null>(null);
  const isNarrow = useNarrow();
  useCommands(selecting.isOn ? { back: selecting.clear } : {});
  return (
    <div className={style.list}>
      <div className={style.line}>
        <p className={style.total} role="status">
          {total === undefined ? " " : t("interactions.total", { count: total })}
        </p>
        {maySelect && isNarrow && !selecting.isOn && (
          <Button look="quiet" onPress={selecting.turnOn}>
            {t("interactions.select")}
          </Button>
        )}
      </div>
      {error !== null && <ErrorPanel error={error} title={t("interactions.moreFailed")} onRetry={retry} />}
      <Grid {...{ shown, onChange, found, selecting, maySelect }} onBulk={setBulk} />
      {selecting.isOn && <ActionBar selecting={selecting} total={total} onAct={setBulk} />}
      {bulk !== null && (
        <Opening>
          <BulkDialog
            kind={bulk}
            target={selecting.isAll ? { filter: filtersOf(shown) } : { ids: [...selecting.selection.ids] }}
            count={selecting.count}
            onClose={() => setBulk(null)}
            onDone={selecting.clear}
          />
        </Opening>
      )}
    </div>
  );
}

interface GridProps extends ListProps {
  found: Found;
  selecting: Selecting;
  maySelect: boolean;
  onBulk: (kind: BulkKind) => void;
}

function Grid({ shown, onChange, found, selecting, maySelect, onBulk }: GridProps) {
  const t = useText();
  const navigate = useNavigate();
  const nameOf = useMemberName();
  const zone = useZone();
  const panels = useItemPanels();
  const isNarrow = useNarrow();
  const latest = useLatest({ selecting, panels });
  const open = useCallback(
    (interactionId: string) =>
      void navigate({
        to: "/interactions/$interactionId",
        params: { interactionId },
        search: true,
        state: { isSheet: true },
      }),
    [navigate],
  );
  const toggle = useCallback(
    (id: string) => latest.current.selecting.select(toggled(latest.current.selecting.selection, id)),
    [latest],
  );
  const more = useCallback((id: string) => latest.current.panels.show(id, "acts"), [latest]);
  const isOffline = useStore(offlineSince) !== null;
  const mayBulk = useMay("bulk") && !isOffline;
  const forMany: Partial<Record<CommandId, () => void>> = mayBulk
    ? {
        complete: () => onBulk("complete"),
        reschedule: () => onBulk("reschedule"),
        assign: () => onBulk("assign"),
        cancel: () => onBulk("cancel"),
      }
    : {};
  const forOne = ({ interaction }: ItemRow) => {
    const { complete, reschedule, cancel, assign, ...rest } = panels.commandsOf(itemOf(interaction));
    return maySelect && isOpen(interaction) ? { ...rest, complete, reschedule, cancel, assign } : rest;
  };
  return (
    <VirtualGrid<Row>
      label={t("interactions.title")}
      rows={found.rows}
      rowCount={(found.total ?? found.rows.length) + 1}
      head={<Columns sort={shown.sort} onSort={(sort) => onChange({ ...shown, sort })} isPlain={!maySelect} />}
      estimate={() => (isNarrow ? CARD_HEIGHT : ROW_HEIGHT)}
      onRange={found.onRange}
      onOpen={({ id }) => open(id)}
      commands={(row) => (row.isTitle ? {} : selecting.count > 0 ? forMany : forOne(row))}
      {...(maySelect && {
        selection: selecting.selection,
        onSelect: selecting.select,
        onSelectAll: selecting.selectAll,
      })}
      renderRow={(row, state) =>
        row.isTitle ? (
          <GapRow />
        ) : (
          <>
            <ListRow
              interaction={row.interaction}
              assignee={nameOf(row.interaction.assignee_id)}
              zone={zone}
              isSelected={state.isSelected}
              isSelecting={selecting.isOn}
              maySelect={maySelect}
              onToggle={toggle}
              onOpen={open}
              onMore={more}
            />
            <ItemPanel item={itemOf(row.interaction)} panels={panels} />
          </>
        )
      }
    />
  );
}

/** What it is now, for functions that stay the same. */
function useLatest<T>(value: T) {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}
