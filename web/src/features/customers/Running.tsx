// The templates that run for the customer: where each stands, and what can be done with it.

import type { Customer, WorkflowDetail } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { MoreHorizontal, Plus } from "lucide-react";
import { Suspense, useState } from "react";
import { useZone } from "../../api/tenant.ts";
import { formatInstant } from "../../core/format.ts";
import { lazy } from "../../core/lazy.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { IconButton } from "../../ui/Button.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import page from "./CustomerPage.module.css";
import type { CustomerDialog } from "./CustomerPage.tsx";
import { runningQuery } from "./queries.ts";
import style from "./Running.module.css";
import { useMayChange } from "./useMayChange.ts";

const RunMenu = lazy(() => import("./RunMenu.tsx"));

interface RunningProps {
  customer: Customer;
  onShow: (dialog: CustomerDialog) => void;
}

export function Running({ customer, onShow }: RunningProps) {
  const t = useText();
  const running = useQuery(runningQuery(customer.id));
  const mayWrite = useMayChange(customer, "workflows:write");
  const isEmpty = running.data?.length === 0;
  return (
    <section className={page.panel} aria-labelledby="running">
      <div className={page.panelHead}>
        <h2 id="running" className={page.panelTitle}>
          {t("customers.running")}
        </h2>
        {mayWrite && (
          <IconButton label={t("customers.start")} onPress={() => onShow("start")}>
            <Plus size={18} aria-hidden />
          </IconButton>
        )}
      </div>
      {running.isError && running.data === undefined && (
        <ErrorPanel error={running.error} title={t("customers.runningFailed")} onRetry={() => void running.refetch()} />
      )}
      {isEmpty && <p className={style.none}>{t("customers.runningNone")}</p>}
      <ul className={style.list}>
        {running.data?.map((detail) => (
          <Run key={detail.workflow.id} detail={detail} mayWrite={mayWrite} />
        ))}
      </ul>
    </section>
  );
}

function Run({ detail, mayWrite }: { detail: WorkflowDetail; mayWrite: boolean }) {
  const t = useText();
  const { workflow, open_step } = detail;
  return (
    <li className={style.run}>
      <div className={style.head}>
        <strong className={style.name}>{workflow.template_name}</strong>
        {mayWrite && <More detail={detail} />}
      </div>
      <Beads detail={detail} />
      <p className={style.where}>
        {workflow.status === "paused" ? <Paused detail={detail} /> : (open_step?.title ?? t("customers.runNoStep"))}
      </p>
    </li>
  );
}

/** The run as a thread lying down: done, now, to come. */
function Beads({ detail: { workflow, steps_done } }: { detail: WorkflowDetail }) {
  const t = useText();
  const { step_number, step_count } = workflow;
  const place = Math.min(new Set(steps_done.map((step) => step.step_number)).size + 1, step_count);
  const beads = Array.from({ length: Math.min(step_count, 24) }, (_, at) => at + 1);
  return (
    <div
      className={style.beads}
      role="img"
      aria-label={t("customers.runPlace", { step: step_number, count: step_count })}
    >
      {beads.map((at) => (
        <span key={at} className={style.bead} data-tense={at < place ? "past" : at === place ? "now" : "planned"} />
      ))}
      <span className={style.place}>{t("customers.runPlaceShort", { step: place, count: step_count })}</span>
    </div>
  );
}

function Paused({ detail: { workflow } }: { detail: WorkflowDetail }) {
  const t = useText();
  const zone = useZone();
  const state =
    workflow.resume_at === null
      ? t("customers.runPaused")
      : t("customers.runPausedUntil", { day: formatInstant(workflow.resume_at, zone, formatLocale()) });
  return workflow.pause_reason === null ? state : `${state} · ${workflow.pause_reason}`;
}

function More({ detail }: { detail: WorkflowDetail }) {
  const t = useText();
  const [isWanted, setWanted] = useState(false);
  const opener = (onPress?: () => void) => (
    <IconButton label={t("customers.runMore", { name: detail.workflow.template_name })} {...(onPress && { onPress })}>
      <MoreHorizontal size={18} aria-hidden />
    </IconButton>
  );
  return (
    <Suspense fallback={opener(() => setWanted(true))}>
      <RunMenu detail={detail} trigger={opener()} isOpenAtFirst={isWanted} />
    </Suspense>
  );
}
