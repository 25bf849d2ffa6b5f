// Everything overdue at once: spread over the coming working days, with what that makes of each day, before it is done.

import type { Bulk } from "@onward/client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { rereadItems } from "../../api/acts.ts";
import { onward } from "../../api/client.ts";
import { explain } from "../../api/problems.ts";
import { keys } from "../../api/queries.ts";
import { useMay } from "../../api/session.ts";
import { formatDay } from "../../core/format.ts";
import { offlineSince } from "../../core/online.ts";
import { useStore } from "../../core/store.ts";
import { showToast } from "../../core/toasts.ts";
import { offerUndo } from "../../core/undo.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { Banner } from "../../ui/Banner.tsx";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import { HeldSkeleton } from "../../ui/Skeleton.tsx";
import style from "./Sweep.module.css";

const DAYS = 5;

interface SweepProps {
  whose: string;
  count: number;
  onClose: () => void;
}

export default function Sweep({ whose, count, onClose }: SweepProps) {
  const t = useText();
  const may = useMay("bulk");
  const isOffline = useStore(offlineSince) !== null;
  const refused = !may ? t("today.sweepForbidden") : isOffline ? t("today.offline") : null;
  return (
    <Dialog title={t("today.sweepTitle", { count })} isOpen onClose={onClose}>
      {refused === null ? <Spread whose={whose} onClose={onClose} /> : <Banner>{refused}</Banner>}
    </Dialog>
  );
}

function Spread({ whose, onClose }: Omit<SweepProps, "count">) {
  const t = useText();
  const [isSending, setSending] = useState(false);
  const run = useSpread(whose);
  const plan = useQuery({
    queryKey: [...keys.queue, whose, "spread"],
    queryFn: ({ signal }) => onward.bulk.bulkReschedule({ ...spreadOf(whose), dry_run: true }, { signal }),
    staleTime: 0,
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isSending || plan.data === undefined) return;
    setSending(true);
    if (await run()) onClose();
    else setSending(false);
  };
  if (plan.error !== null) {
    return <ErrorPanel error={plan.error} title={t("today.sweepFailed")} onRetry={() => void plan.refetch()} />;
  }
  return (
    <form className={style.form} onSubmit={(event) => void submit(event)}>
      {plan.data === undefined ? <HeldSkeleton rows={DAYS} /> : <Load plan={plan.data} />}
      <div className={style.acts}>
        <Button type="submit" look="strong" autoFocus isPending={isSending}>
          {t("today.sweepWords")}
        </Button>
        <Button look="quiet" onPress={onClose}>
          {t("today.leave")}
        </Button>
      </div>
    </form>
  );
}

/** Each day as a bar: what stands there already, and what comes on top. */
function Load({ plan }: { plan: Bulk }) {
  const t = useText();
  const most = Math.max(1, ...plan.load.map(({ after }) => after));
  const part = (count: number) => `${(count / most) * 100}%`;
  return (
    <>
      <h3 className={style.title}>{t("today.sweepLoad")}</h3>
      <ul className={style.load}>
        {plan.load.map(({ day, before, after }) => (
          <li key={day} className={style.day}>
            <span>{formatDay(day, formatLocale())}</span>
            <span className={style.bar} aria-hidden>
              <span className={style.before} style={{ inlineSize: part(before) }} />
              <span className={style.added} style={{ inlineSize: part(after - before) }} />
            </span>
            <span className={style.count} aria-hidden>
              {before} → {after}
            </span>
            <span className="visually-hidden">
              {t("today.sweepDay", { day: formatDay(day, formatLocale(), "full"), before, after })}
            </span>
          </li>
        ))}
      </ul>
      {plan.failed > 0 && <p className={style.left}>{t("today.sweepMore", { left: plan.failed })}</p>}
    </>
  );
}

/** True when it was done, or a worker has taken it over. */
function useSpread(whose: string): () => Promise<boolean> {
  const t = useText();
  const client = useQueryClient();
  return async () => {
    try {
      const { job, done } = await onward.bulk.bulkReschedule(spreadOf(whose));
      const isQueued = job?.status === "queued" || job?.status === "running";
      const words = isQueued ? t("today.sweepQueued", { count: job.total }) : t("today.sweepDone", { count: done });
      const undo = async () => {
        if (job !== null) await onward.jobs.undoJob(job.id);
        showToast(t("today.sweepUndone"));
        await rereadItems(client);
      };
      offerUndo({ words, undo }, t("ui.undo"));
      return true;
    } catch (error) {
      showToast(explain(error), { tone: "failure" });
      return false;
    } finally {
      await rereadItems(client);
    }
  };
}

function spreadOf(whose: string) {
  return { filter: { overdue: true, assignee_id: [whose] }, spread: { days: DAYS } };
}
