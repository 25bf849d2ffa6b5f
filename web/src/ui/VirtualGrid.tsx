// A list of many rows of which only those in sight are in the page: one tab stop, the row keys, selection.
//
// The rows are given; which ones, in which order, and what their keys do is the feature's.

import { useWindowVirtualizer, type VirtualItem } from "@tanstack/react-virtual";
import {
  type ComponentProps,
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { CommandId } from "../core/commands.ts";
import { useCommands } from "../core/keys.ts";
import { everything, extended, NOTHING, type Selection, toggled } from "../core/selection.ts";
import { classes } from "./classes.ts";
import { useActiveRow } from "./useActiveRow.ts";
import style from "./VirtualGrid.module.css";

export interface GridRow {
  id: string;
  /** A title between rows: keys pass it over. */
  isTitle?: boolean;
}

export interface RowState {
  isActive: boolean;
  isSelected: boolean;
  /** Make it the active one, as a click on it does. */
  activate: () => void;
  toggle: () => void;
}

interface VirtualGridProps<T extends GridRow> {
  label: string;
  rows: readonly T[];
  /** How many there are in all, where more can be loaded. */
  rowCount?: number;
  /** About how high a row is, in pixels; each is measured once it is there. */
  estimate: (row: T) => number;
  renderRow: (row: T, state: RowState) => ReactNode;
  /** The names of the columns: a row of `columnheader`s that stays in sight. */
  head?: ReactNode;
  /** Called with the first and the last row in sight, whenever they change. */
  onRange?: (first: number, last: number) => void;
  /** Called when the last rows come into sight. */
  onEnd?: () => void;
  onOpen?: (row: T) => void;
  /** What the row keys do with the active row. */
  commands?: (row: T) => Partial<Record<CommandId, () => void>>;
  selection?: Selection;
  onSelect?: (selection: Selection) => void;
  /** With `selectAll` in hand of the feature: all matches, loaded or not. */
  onSelectAll?: () => void;
}

const OVERSCAN = 8;
/** What lies over the ends of the page, so that no row with the focus is under it. */
const HEAD_HEIGHT = 48;
const FOOT_HEIGHT = 96;
const ROW_COMMANDS = ["complete", "reschedule", "assign", "note", "openCustomer", "cancel", "focusMode"] as const;

export function VirtualGrid<T extends GridRow>(props: VirtualGridProps<T>) {
  const { label, rows, rowCount = rows.length, estimate, renderRow, selection = NOTHING } = props;
  const grid = useRef<HTMLDivElement>(null);
  const margin = useTopOf(grid);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (index) => estimate(at(rows, index)),
    getItemKey: (index) => at(rows, index).id,
    overscan: OVERSCAN,
    scrollMargin: margin,
    scrollPaddingStart: HEAD_HEIGHT,
    scrollPaddingEnd: FOOT_HEIGHT,
  });
  const active = useActiveRow(rows, (index) => virtualizer.scrollToIndex(index, { align: "auto" }));
  const shown = virtualizer.getVirtualItems();
  useEnd(shown, rows.length, props.onEnd);
  useRange(shown, props.onRange);
  useGridCommands(props, active);

  const draw = (item: VirtualItem) => {
    const row = at(rows, item.index);
    const isActive = active.id === row.id;
    const isSelected = selection.ids.has(row.id);
    const state: RowState = {
      isActive,
      isSelected,
      activate: () => active.set(row.id),
      toggle: () => props.onSelect?.(toggled(selection, row.id)),
    };
    return (
      <RowBox
        key={item.key}
        id={row.id}
        measure={virtualizer.measureElement}
        attach={active.attach}
        data-index={item.index}
        tabIndex={row.isTitle ? undefined : isActive ? 0 : -1}
        aria-rowindex={item.index + (props.head === undefined ? 1 : 2)}
        aria-selected={props.onSelect === undefined || row.isTitle ? undefined : isSelected}
        className={classes(style.row, !row.isTitle && style.item)}
        style={{ transform: `translateY(${item.start - margin}px)` }}
        onFocus={() => row.isTitle || active.set(row.id)}
      >
        {renderRow(row, state)}
      </RowBox>
    );
  };
  return (
    <div
      role="grid"
      aria-label={label}
      aria-rowcount={rowCount}
      aria-multiselectable={props.onSelect !== undefined || undefined}
      className={style.whole}
    >
      {props.head !== undefined && (
        <div role="row" aria-rowindex={1} className={style.head}>
          {props.head}
        </div>
      )}
      <div ref={grid} role="rowgroup" className={style.grid} style={{ blockSize: virtualizer.getTotalSize() }}>
        <InGrid value={true}>{shown.map(draw)}</InGrid>
      </div>
    </div>
  );
}

interface RowBoxProps extends Omit<ComponentProps<"div">, "id"> {
  id: string;
  measure: (element: HTMLElement | null) => void;
  attach: (id: string, element: HTMLElement | null) => void;
}

/** Measured when it comes, and then only when its size changes: measuring makes the browser lay out the page. */
function RowBox({ id, measure, attach, ...rest }: RowBoxProps) {
  const ref = useCallback(
    (element: HTMLElement | null) => {
      measure(element);
      attach(id, element);
    },
    [id, measure, attach],
  );
  return <div {...rest} ref={ref} role="row" />;
}

const InGrid = createContext(false);

/** One cell of a row; a row has at least one. The focus is the row's, as in grids whose rows are walked. What stands in
 * rows may stand alone too: outside of a grid it is no cell. */
export function GridCell({ children, className }: { children: ReactNode; className?: string | undefined }) {
  return (
    <div role={useContext(InGrid) ? "gridcell" : undefined} className={className}>
      {children}
    </div>
  );
}

interface GridHeaderProps {
  children: ReactNode;
  className?: string | undefined;
  direction?: "ascending" | "descending" | "none" | undefined;
}

/** The name of a column, in the grid's `head`; with a direction where the list can be ordered by it. */
export function GridHeader({ children, className, direction }: GridHeaderProps) {
  return (
    <div role="columnheader" aria-sort={direction} className={className}>
      {children}
    </div>
  );
}

function useGridCommands<T extends GridRow>(
  props: VirtualGridProps<T>,
  active: ReturnType<typeof useActiveRow<T>>,
): void {
  const { rows, selection = NOTHING, onSelect, onSelectAll, onOpen, commands } = props;
  const row = active.row;
  const order = useMemo(() => rows.filter(({ isTitle }) => !isTitle).map(({ id }) => id), [rows]);
  const extend = (step: 1 | -1) => {
    const from = row === undefined || selection.anchor !== null ? selection : { ...selection, anchor: row.id };
    const next = active.move(step);
    if (next !== undefined) onSelect?.(extended(from, order, next.id));
  };
  const own = row === undefined || commands === undefined ? {} : commands(row);
  const offered = Object.fromEntries(ROW_COMMANDS.filter((id) => own[id] !== undefined).map((id) => [id, own[id]]));
  useCommands({
    next: () => void active.move(1),
    previous: () => void active.move(-1),
    ...(onOpen !== undefined && row !== undefined ? { open: () => onOpen(row) } : {}),
    ...(onSelect === undefined
      ? {}
      : {
          select: () => row !== undefined && onSelect(toggled(selection, row.id)),
          extendDown: () => extend(1),
          extendUp: () => extend(-1),
          selectAll: () => (onSelectAll === undefined ? onSelect(everything(order)) : onSelectAll()),
        }),
    ...offered,
  });
}

function useEnd(shown: VirtualItem[], count: number, onEnd: (() => void) | undefined): void {
  const last = shown.at(-1)?.index ?? 0;
  const isNear = count > 0 && last >= count - OVERSCAN;
  useEffect(() => {
    if (isNear) onEnd?.();
  }, [isNear, onEnd]);
}

function useRange(shown: VirtualItem[], onRange: ((first: number, last: number) => void) | undefined): void {
  const first = shown[0]?.index ?? 0;
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => onRange?.(first, last), [first, last, onRange]);
}

/** How far below the page's top the list begins; measured anew when what stands above it changes. */
function useTopOf(element: React.RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = () => {
      if (element.current !== null) setTop(Math.round(element.current.getBoundingClientRect().top + scrollY));
    };
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(document.body);
    return () => watcher.disconnect();
  }, [element]);
  return top;
}

function at<T>(rows: readonly T[], index: number): T {
  const row = rows[index];
  if (row === undefined) throw new RangeError(`There is no row ${index}.`);
  return row;
}
