// The names of the columns; those by which the server can order turn the list.

import { ArrowDown, ArrowUp } from "lucide-react";
import { useText } from "../../i18n/text.tsx";
import { GridHeader } from "../../ui/VirtualGrid.tsx";
import style from "./ListRow.module.css";
import type { Order, Sort } from "./search.ts";
import { directionOf, turned } from "./state.ts";

interface ColumnsProps {
  sort: Sort;
  onSort: (sort: Sort) => void;
  /** Without the boxes to select by. */
  isPlain: boolean;
}

export function Columns({ sort, onSort, isPlain }: ColumnsProps) {
  const t = useText();
  return (
    <div className={style.columns} data-plain={isPlain || undefined}>
      {!isPlain && <Name className={style.marking} label={t("interactions.selected")} isHidden />}
      <Name label={t("interactions.type")} isHidden />
      <Name label={t("interactions.subject")} />
      <Sortable order="priority" label={t("interactions.priority")} {...{ sort, onSort }} className={style.priority} />
      <Name label={t("interactions.assignee")} className={style.assignee} />
      <Sortable order="due_at" label={t("interactions.due")} {...{ sort, onSort }} className={style.dueName} />
      <Name label={t("interactions.more")} isHidden />
    </div>
  );
}

interface NameProps {
  label: string;
  className?: string | undefined;
  isHidden?: boolean;
}

function Name({ label, className, isHidden = false }: NameProps) {
  return (
    <GridHeader className={className}>
      <span className={isHidden ? "visually-hidden" : undefined}>{label}</span>
    </GridHeader>
  );
}

interface SortableProps {
  order: Order;
  label: string;
  sort: Sort;
  onSort: (sort: Sort) => void;
  className?: string | undefined;
}

function Sortable({ order, label, sort, onSort, className }: SortableProps) {
  const direction = directionOf(sort, order);
  const Sign = direction === "descending" ? ArrowDown : ArrowUp;
  return (
    <GridHeader className={className} direction={direction ?? "none"}>
      <button
        type="button"
        className={style.sort}
        data-on={direction !== undefined || undefined}
        onClick={() => onSort(turned(sort, order))}
      >
        {label}
        {direction !== undefined && <Sign size={13} aria-hidden />}
      </button>
    </GridHeader>
  );
}
