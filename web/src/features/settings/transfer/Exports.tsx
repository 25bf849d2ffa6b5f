// Files of what the tenant has.

import { Download } from "lucide-react";
import { useState } from "react";
import { onward } from "../../../api/client.ts";
import { explain } from "../../../api/problems.ts";
import { useSession } from "../../../api/session.ts";
import { download } from "../../../core/download.ts";
import { todayHere } from "../../../core/longDates.ts";
import { showToast } from "../../../core/toasts.ts";
import { useText } from "../../../i18n/text.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Part } from "../../../ui/Page.tsx";
import { Row, Rows } from "../../../ui/Rows.tsx";

const FILES = {
  customers: { take: () => onward.transfers.exportCustomers(), ending: "csv" },
  interactions: { take: () => onward.transfers.exportInteractions(), ending: "csv" },
  everything: { take: () => onward.transfers.exportEverything(), ending: "jsonl" },
} as const;

type File = keyof typeof FILES;

export function Exports() {
  const t = useText();
  return (
    <Part title={t("settings.exports")} lead={t("settings.exportsLead")}>
      <Rows label={t("settings.exports")}>
        {(Object.keys(FILES) as File[]).map((file) => (
          <ExportRow key={file} file={file} />
        ))}
      </Rows>
    </Part>
  );
}

function ExportRow({ file }: { file: File }) {
  const t = useText();
  const { current } = useSession();
  const [isPending, setPending] = useState(false);
  const take = async () => {
    const { take: fetched, ending } = FILES[file];
    setPending(true);
    try {
      download(await fetched(), `${current?.tenant_slug ?? "onward"}-${file}-${todayHere()}.${ending}`);
    } catch (error) {
      showToast(explain(error), { tone: "failure" });
    } finally {
      setPending(false);
    }
  };
  const name = t(`settings.export.${file}`);
  return (
    <Row
      name={name}
      about={t(`settings.export.${file}.about`)}
      actions={
        <Button isPending={isPending} aria-label={t("settings.exportOf", { name })} onPress={() => void take()}>
          <Download size={16} aria-hidden />
          {t("settings.export")}
        </Button>
      }
    />
  );
}
