// What came of an import; the lines that were left out; and, for a day, the way back.

import type { Import } from "@onward/client";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { onward } from "../../api/client.ts";
import { zoneHere } from "../../core/format.ts";
import { formatMoment } from "../../core/longDates.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { Banner } from "../../ui/Banner.tsx";
import { Button } from "../../ui/Button.tsx";
import { Confirm } from "../../ui/Confirm.tsx";
import { Part } from "../../ui/Page.tsx";
import { useImportActs } from "./acts.ts";
import { Figures, ProblemLines } from "./Figures.tsx";
import style from "./Import.module.css";

const route = getRouteApi("/inside/import/$importId");

export function Report({ of }: { of: Import }) {
  const t = useText();
  const { from } = route.useSearch();
  return (
    <Part title={t(`import.status.${of.status}`)} lead={t(`import.report.${REPORTS[of.status] ?? "done"}`)}>
      {of.problem !== null && <Banner tone="failure">{of.problem}</Banner>}
      {of.progress !== null && <Figures progress={of.progress} good={of.status === "undone" ? "taken" : "written"} />}
      <div className={style.buttons}>
        <Link to="/import" search={{ kind: of.kind }} className={style.link}>
          {t("import.another")}
        </Link>
        {from === "start" && (
          <Link to="/start" search={{ step: "real" }} className={style.link}>
            {t("import.toStart")}
          </Link>
        )}
        <ProblemLines of={of} />
        <Undo of={of} />
      </div>
    </Part>
  );
}

const REPORTS: Partial<Record<Import["status"], "done" | "cancelled" | "undone" | "failed">> = {
  done: "done",
  cancelled: "cancelled",
  undone: "undone",
  failed: "failed",
};

function Undo({ of }: { of: Import }) {
  const t = useText();
  const { isPending, fault, ask } = useImportActs(of.id);
  const [isAsking, setAsking] = useState(false);
  if (of.undo_until === null) return null;
  const undo = async () => {
    await ask(() => onward.transfers.undoImport(of.id));
    setAsking(false);
  };
  const until = formatMoment(of.undo_until, zoneHere(), formatLocale());
  return (
    <>
      <Button onPress={() => setAsking(true)}>{t("import.undo")}</Button>
      <span className={style.quiet}>{t("import.undoUntil", { until })}</span>
      {fault !== null && <Banner tone="failure">{fault}</Banner>}
      {isAsking && (
        <Confirm
          title={t("import.undoAsk")}
          verb={t("import.undo")}
          isPending={isPending}
          onClose={() => setAsking(false)}
          onConfirm={() => void undo()}
        >
          <p>{t("import.undoLead")}</p>
        </Confirm>
      )}
    </>
  );
}
