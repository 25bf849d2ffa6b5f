// The working day: what is late, and what comes.

import type { Interaction } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { formatDay, todayHere } from "../../core/format.ts";
import type { MessageId } from "../../i18n/ids.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { QueueRow } from "./QueueRow.tsx";
import { openQuery } from "./queries.ts";
import style from "./TodayPage.module.css";

export function TodayPage() {
  const t = useText();
  const overdue = useQuery(openQuery(true));
  const coming = useQuery(openQuery(false));
  const isClear = overdue.data?.data.length === 0 && coming.data?.data.length === 0;
  return (
    <div className={style.page}>
      <header className={style.head}>
        <h1 className={style.date}>{formatDay(todayHere(), formatLocale(), "full")}</h1>
        {overdue.data !== undefined && coming.data !== undefined && !isClear && (
          <p className={style.sum}>
            {t("today.sum", {
              open: overdue.data.data.length + coming.data.data.length,
              overdue: overdue.data.data.length,
            })}
          </p>
        )}
      </header>
      {isClear ? (
        <EmptyState title={t("today.clearTitle")}>{t("today.clearBody")}</EmptyState>
      ) : (
        <>
          <Section title="today.overdue" failure="today.overdueFailed" query={overdue} tone="overdue" />
          <Section title="today.coming" failure="today.comingFailed" query={coming} tone="upcoming" />
        </>
      )}
    </div>
  );
}

interface SectionProps {
  title: MessageId;
  failure: MessageId;
  tone: "overdue" | "upcoming";
  query: { data: { data: Interaction[] } | undefined; error: unknown; refetch: () => unknown };
}

function Section({ title, failure, query, tone }: SectionProps) {
  const t = useText();
  if (query.error !== null && query.data === undefined) {
    return <ErrorPanel error={query.error} title={t(failure)} onRetry={() => void query.refetch()} />;
  }
  if (query.data === undefined) return <Skeleton />;
  const rows = query.data.data;
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby={title}>
      <h2 id={title} className={style.title} data-tone={tone}>
        {t(title)} <span className={style.count}>{rows.length}</span>
      </h2>
      <ul>
        {rows.map((each, place) => (
          <QueueRow
            key={each.id}
            interaction={each}
            tone={tone}
            isFirst={place === 0}
            isLast={place === rows.length - 1}
          />
        ))}
      </ul>
    </section>
  );
}
