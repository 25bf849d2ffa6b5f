// One import, from the first look at the file to its report.

import type { Import } from "@onward/client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";
import { useEffect } from "react";
import { keys } from "../../api/queries.ts";
import { zoneHere } from "../../core/format.ts";
import { formatMoment } from "../../core/longDates.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { Banner } from "../../ui/Banner.tsx";
import { Page } from "../../ui/Page.tsx";
import { Waiting } from "../../ui/Waiting.tsx";
import { Checked } from "./Checked.tsx";
import style from "./Import.module.css";
import { Mapping } from "./Mapping.tsx";
import { Progress } from "./Progress.tsx";
import { importQuery, isAtWork } from "./queries.ts";
import { Report } from "./Report.tsx";

const route = getRouteApi("/inside/import/$importId");

export function ImportPage() {
  const t = useText();
  const { importId } = route.useParams();
  const found = useQuery(importQuery(importId));
  return (
    <div className={style.page}>
      <Link to="/import" search={{ kind: found.data?.kind }} className={style.back}>
        <ChevronLeft size={16} aria-hidden />
        {t("import.title")}
      </Link>
      <Page title={found.data?.file_name ?? t("import.title")}>
        <Waiting for={found}>{(of) => <Standing of={of} />}</Waiting>
      </Page>
    </div>
  );
}

function Standing({ of }: { of: Import }) {
  useForgetWhatChanged(of);
  if (isAtWork(of)) return <Progress of={of} />;
  if (of.status === "uploaded" || of.status === "checked" || (of.status === "failed" && of.undo_until === null)) {
    return (
      <div className={style.stack}>
        <Warnings of={of} />
        {of.status === "checked" && <Checked of={of} />}
        <Mapping key={of.version} of={of} />
      </div>
    );
  }
  return <Report of={of} />;
}

function Warnings({ of }: { of: Import }) {
  const t = useText();
  const before = of.imported_before_at;
  return (
    <>
      {of.problem !== null && <Banner tone="failure">{of.problem}</Banner>}
      {before !== null && (
        <Banner tone="waiting">{t("import.before", { when: formatMoment(before, zoneHere(), formatLocale()) })}</Banner>
      )}
    </>
  );
}

/** What came in, or was taken back, stands in no list yet. */
function useForgetWhatChanged({ status }: Import): void {
  const client = useQueryClient();
  useEffect(() => {
    if (status !== "done" && status !== "undone" && status !== "cancelled") return;
    for (const noun of [keys.customers, keys.interactions, keys.queue]) {
      void client.invalidateQueries({ queryKey: noun });
    }
  }, [status, client]);
}
