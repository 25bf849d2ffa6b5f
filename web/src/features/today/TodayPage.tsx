// The working day: what is late, and what comes.

import type { Interaction } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { formatDay, todayHere } from "../../core/format.ts";
import { useTitle } from "../../core/title.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { GridCell, VirtualGrid } from "../../ui/VirtualGrid.tsx";
import { QueueRow } from "./QueueRow.tsx";
import { openQuery } from "./queries.ts";
import { type Row, rowsOf } from "./rows.ts";
import style from "./TodayPage.module.css";

const TITLE_HEIGHT = 64;
const ROW_HEIGHT = 44;

export function TodayPage() {
  const t = useText();
  useTitle(t("app.today"));
  const overdue = useQuery(openQuery(true));
  const coming = useQuery(openQuery(false));
  const failed = overdue.data === undefined ? overdue : coming;
  return (
    <div className={style.page}>
      <header className={style.head}>
        <h1 className={style.date}>{formatDay(todayHere(), formatLocale(), "full")}</h1>
        <Sum overdue={overdue.data?.data} coming={coming.data?.data} />
      </header>
      {failed.error !== null && (
        <ErrorPanel
          error={failed.error}
          title={t(failed === overdue ? "today.overdueFailed" : "today.comingFailed")}
          onRetry={() => void failed.refetch()}
        />
      )}
      {overdue.isPending || coming.isPending ? (
        <Skeleton />
      ) : (
        <Queue overdue={overdue.data?.data ?? []} coming={coming.data?.data ?? []} isWhole={failed.error === null} />
      )}
    </div>
  );
}

function Sum({ overdue, coming }: { overdue: Interaction[] | undefined; coming: Interaction[] | undefined }) {
  const t = useText();
  if (overdue === undefined || coming === undefined || overdue.length + coming.length === 0) return null;
  return (
    <p className={style.sum}>{t("today.sum", { open: overdue.length + coming.length, overdue: overdue.length })}</p>
  );
}

interface QueueProps {
  overdue: Interaction[];
  coming: Interaction[];
  /** Nothing is missing, so that empty means clear. */
  isWhole: boolean;
}

function Queue({ overdue, coming, isWhole }: QueueProps) {
  const t = useText();
  const rows = rowsOf(overdue, coming);
  if (rows.length === 0)
    return isWhole && <EmptyState title={t("today.clearTitle")}>{t("today.clearBody")}</EmptyState>;
  return (
    <VirtualGrid<Row>
      label={t("today.queue")}
      rows={rows}
      estimate={(row) => (row.isTitle ? TITLE_HEIGHT : ROW_HEIGHT)}
      renderRow={(row) => (row.isTitle ? <Title row={row} /> : <QueueRow row={row} />)}
    />
  );
}

function Title({ row }: { row: Extract<Row, { isTitle: true }> }) {
  const t = useText();
  return (
    <GridCell className={style.section}>
      <h2 className={style.title} data-tone={row.tone}>
        {t(row.title)} <span className={style.count}>{row.count}</span>
      </h2>
    </GridCell>
  );
}
