// Narrowing the log, and taking what is shown along as a file.

import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { onward } from "../../../api/client.ts";
import { explain } from "../../../api/problems.ts";
import { download } from "../../../core/download.ts";
import { showToast } from "../../../core/toasts.ts";
import { useText } from "../../../i18n/text.tsx";
import { Button } from "../../../ui/Button.tsx";
import { DateField } from "../../../ui/DateField.tsx";
import { Select } from "../../../ui/Select.tsx";
import { membersQuery } from "../queries.ts";
import style from "./Audit.module.css";
import { AUDIT_GROUPS, type AuditSearch, filtersOf } from "./filters.ts";

const route = getRouteApi("/inside/settings/sections/audit");
const ALL = "all";

export function AuditFilterBar() {
  const t = useText();
  const search = route.useSearch();
  const navigate = useNavigate();
  const { data: members = [] } = useQuery(membersQuery);
  const change = (part: AuditSearch) =>
    void navigate({ to: "/settings/audit", search: { ...search, ...part }, replace: true });
  return (
    <div className={style.bar}>
      <Select
        label={t("settings.auditAct")}
        options={[
          { id: ALL, label: t("settings.auditAll") },
          ...AUDIT_GROUPS.map((id) => ({ id, label: t(`settings.auditGroup.${id}`) })),
        ]}
        selectedKey={search.act ?? ALL}
        onSelectionChange={(chosen) => change({ act: AUDIT_GROUPS.find((id) => id === chosen) })}
      />
      <Select
        label={t("settings.auditWho")}
        options={[
          { id: ALL, label: t("settings.auditAnybody") },
          ...members.map(({ id, name: label }) => ({ id, label })),
        ]}
        selectedKey={search.who ?? ALL}
        onSelectionChange={(chosen) => change({ who: chosen === ALL || chosen === null ? undefined : String(chosen) })}
      />
      <DateField
        label={t("settings.auditSince")}
        value={search.since ?? null}
        onChange={(day) => change({ since: day ?? undefined })}
      />
      <DateField
        label={t("settings.auditUntil")}
        value={search.until ?? null}
        onChange={(day) => change({ until: day ?? undefined })}
      />
      <Take search={search} />
    </div>
  );
}

function Take({ search }: { search: AuditSearch }) {
  const t = useText();
  const [isPending, setPending] = useState(false);
  const take = async (format: "csv" | "jsonl") => {
    setPending(true);
    try {
      const file = await onward.audit.exportAudit({ ...filtersOf(search), format });
      download(new Blob([file], { type: "text/plain" }), `audit.${format}`);
    } catch (error) {
      showToast(explain(error), { tone: "failure" });
    } finally {
      setPending(false);
    }
  };
  return (
    <div className={style.take}>
      <Button isPending={isPending} onPress={() => void take("csv")}>
        {t("settings.asCsv")}
      </Button>
      <Button isPending={isPending} onPress={() => void take("jsonl")}>
        {t("settings.asLines")}
      </Button>
    </div>
  );
}
