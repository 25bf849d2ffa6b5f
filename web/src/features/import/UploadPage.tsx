// Choosing what comes in, and the file. Nothing is imported before it has been looked at.

import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { onward } from "../../api/client.ts";
import { explain } from "../../api/problems.ts";
import { useMay } from "../../api/session.ts";
import { zoneHere } from "../../core/format.ts";
import { formatMoment } from "../../core/longDates.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { Banner } from "../../ui/Banner.tsx";
import { Choices } from "../../ui/Choices.tsx";
import { Page, Part } from "../../ui/Page.tsx";
import { Row, Rows, Tag } from "../../ui/Rows.tsx";
import { FileDrop } from "./FileDrop.tsx";
import style from "./Import.module.css";
import { recentQuery } from "./queries.ts";

const KINDS = ["customers", "interactions"] as const;
const route = getRouteApi("/inside/import");

export function UploadPage() {
  const t = useText();
  const may = useMay("import");
  return (
    <div className={style.page}>
      <Page title={t("import.title")} lead={t("import.lead")} needs="import">
        {may && (
          <>
            <Upload />
            <Recent />
          </>
        )}
      </Page>
    </div>
  );
}

function Upload() {
  const t = useText();
  const navigate = useNavigate();
  const { kind = "customers", from } = route.useSearch();
  const [isPending, setPending] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const upload = async (file: File) => {
    setPending(true);
    setFault(null);
    try {
      const made = await onward.transfers.uploadImport(file, { kind, file_name: file.name.slice(0, 200) });
      await navigate({ to: "/import/$importId", params: { importId: made.id }, search: { from } });
    } catch (error) {
      setFault(explain(error));
      setPending(false);
    }
  };
  return (
    <div className={style.stack}>
      <Choices
        label={t("import.kind")}
        value={kind}
        options={KINDS.map((id) => ({ id, label: t(`import.kind.${id}`), help: t(`import.kind.${id}.help`) }))}
        onChange={(chosen) =>
          void navigate({
            to: "/import",
            search: { kind: KINDS.find((each) => each === chosen), from },
            replace: true,
          })
        }
      />
      <FileDrop isPending={isPending} onFile={(file) => void upload(file)} />
      {fault !== null && <Banner tone="failure">{fault}</Banner>}
    </div>
  );
}

function Recent() {
  const t = useText();
  const { data } = useQuery(recentQuery);
  if (data === undefined || data.length === 0) return null;
  return (
    <Part title={t("import.recent")}>
      <Rows label={t("import.recent")}>
        {data.map(({ id, file_name, kind, status, progress, created_at }) => (
          <Row
            key={id}
            name={
              <>
                <Link to="/import/$importId" params={{ importId: id }}>
                  {file_name}
                </Link>
                <Tag>{t(`import.status.${status}`)}</Tag>
              </>
            }
            about={[
              t(`import.kind.${kind}`),
              formatMoment(created_at, zoneHere(), formatLocale()),
              progress !== null && t("import.linesOf", { count: progress.lines }),
            ]
              .filter(Boolean)
              .join(" · ")}
          />
        ))}
      </Rows>
    </Part>
  );
}
