// Running an act on many: once, with its progress, and with an undo when it is done.

import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { rereadItems } from "../../api/acts.ts";
import { onward } from "../../api/client.ts";
import { explain } from "../../api/problems.ts";
import { announce } from "../../core/announce.ts";
import { showToast } from "../../core/toasts.ts";
import { offerUndo } from "../../core/undo.ts";
import { text } from "../../i18n/text.tsx";
import { type BulkAct, type Report, send, settled, type Target } from "./bulk.ts";

type Stage = { name: "form"; error: unknown } | { name: "running"; ratio: number } | { name: "done"; report: Report };

interface Running {
  stage: Stage;
  run: (act: BulkAct, target: Target) => Promise<void>;
  /** End after what it is at; what is done stays done. */
  stop: () => void;
}

export function useBulk(onDone: () => void): Running {
  const client = useQueryClient();
  const [stage, setStage] = useState<Stage>({ name: "form", error: null });
  const jobId = useRef<string | null>(null);
  const run = async (act: BulkAct, target: Target) => {
    setStage({ name: "running", ratio: 0 });
    try {
      const begun = await send(act, target, false);
      jobId.current = begun.job?.id ?? null;
      const report = await settled(begun, ({ ratio }) => setStage({ name: "running", ratio }));
      setStage({ name: "done", report });
      announce(text("interactions.bulkDone", { done: report.done, failed: report.failed.length }));
      offer(report);
      onDone();
    } catch (error) {
      setStage({ name: "form", error });
    } finally {
      await rereadItems(client);
    }
  };
  const offer = (report: Report) => {
    const { job } = report;
    if (job === null || job.undo_until === null || report.done === 0) return;
    const words = text("interactions.bulkDone", { done: report.done, failed: report.failed.length });
    offerUndo({ words, undo: () => takeBack(job.id).finally(() => rereadItems(client)) }, text("ui.undo"));
  };
  return {
    stage,
    run,
    stop: () => void (jobId.current !== null && onward.jobs.cancelJob(jobId.current)),
  };
}

/** Whatever was changed since stays, and that is told. */
async function takeBack(jobId: string): Promise<void> {
  try {
    const { done, failed } = await settled(await onward.jobs.undoJob(jobId));
    showToast(text("interactions.bulkUndone", { done, failed: failed.length }));
  } catch (error) {
    showToast(text("items.notTakenBack", { why: explain(error) }), { tone: "failure" });
  }
}
