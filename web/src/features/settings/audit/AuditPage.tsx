// The audit log: who did what, when, from where. Its filters stand in the address.

import type { AuditEntry } from "@onward/client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { onward } from "../../../api/client.ts";
import { useMay } from "../../../api/session.ts";
import { zoneHere } from "../../../core/format.ts";
import { formatMoment } from "../../../core/longDates.ts";
import { formatLocale } from "../../../i18n/locale.ts";
import { useText } from "../../../i18n/text.tsx";
import { Button } from "../../../ui/Button.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { ErrorPanel } from "../../../ui/ErrorPanel.tsx";
import { Page } from "../../../ui/Page.tsx";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import { membersQuery } from "../queries.ts";
import style from "./Audit.module.css";
import { AuditFilterBar } from "./AuditFilterBar.tsx";
import { filtersOf, spokenAct, spokenDetails } from "./filters.ts";

const route = getRouteApi("/inside/settings/sections/audit");

export function AuditPage() {
  const t = useText();
  const may = useMay("audit:read");
  return (
    <Page title={t("settings.audit")} lead={t("settings.auditLead")} needs="audit:read">
      {may && (
        <>
          <AuditFilterBar />
          <Log />
        </>
      )}
    </Page>
  );
}

function Log() {
  const t = useText();
  const search = route.useSearch();
  const filters = filtersOf(search);
  const log = useInfiniteQuery({
    queryKey: ["audit", filters],
    queryFn: ({ signal, pageParam }) =>
      onward.audit.listAudit({ ...filters, ...(pageParam !== null && { cursor: pageParam }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    staleTime: 0,
  });
  if (log.data === undefined) {
    if (log.error === null) return <Skeleton rows={8} />;
    return <ErrorPanel error={log.error} title={t("ui.loadFailed")} onRetry={() => void log.refetch()} />;
  }
  const entries = log.data.pages.flatMap(({ data }) => data);
  if (entries.length === 0)
    return <EmptyState title={t("settings.noEntries")}>{t("settings.noEntriesLead")}</EmptyState>;
  return (
    <>
      <ol className={style.log} aria-label={t("settings.audit")}>
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ol>
      {log.hasNextPage && (
        <Button isPending={log.isFetchingNextPage} onPress={() => void log.fetchNextPage()}>
          {t("settings.older")}
        </Button>
      )}
    </>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const t = useText();
  const { data: members } = useQuery(membersQuery);
  const name = (id: string | null) => members?.find((member) => member.id === id)?.name;
  const who = name(entry.actor_id) ?? t(ACTORS[entry.actor_kind] ?? "settings.actor.member");
  const about = name(entry.subject_id);
  const details = spokenDetails(entry.details);
  return (
    <li className={style.entry}>
      <time dateTime={entry.at} className={style.at}>
        {formatMoment(entry.at, zoneHere(), formatLocale())}
      </time>
      <div>
        <p className={style.act}>
          {spokenAct(entry.act)}
          {about !== undefined && about !== who && `: ${about}`}
        </p>
        <p className={style.details}>{[who, entry.address, details].filter(Boolean).join(" · ")}</p>
      </div>
    </li>
  );
}

const ACTORS: Record<string, "settings.actor.key" | "settings.actor.worker" | "settings.actor.local"> = {
  key: "settings.actor.key",
  worker: "settings.actor.worker",
  local: "settings.actor.local",
};
