// What can be done with a run without being asked anything more, and what every act on one leaves to be read anew.

import type { WorkflowDetail } from "@onward/client";
import { useQueryClient } from "@tanstack/react-query";
import { rereadItems } from "../../api/acts.ts";
import { onward } from "../../api/client.ts";
import { explain } from "../../api/problems.ts";
import { showToast } from "../../core/toasts.ts";
import { offerUndo } from "../../core/undo.ts";
import { useText } from "../../i18n/text.tsx";

/** After a write that may change what is planned; done when it was read anew. */
export function usePlanChanged(): () => Promise<void> {
  const client = useQueryClient();
  return () => rereadItems(client);
}

export function useRunningActs({ workflow, open_step }: WorkflowDetail) {
  const t = useText();
  const changed = usePlanChanged();
  const attempt = async (act: () => Promise<unknown>) => {
    try {
      await act();
    } catch (error) {
      showToast(explain(error), { tone: "failure" });
    }
    changed();
  };
  const resume = () =>
    attempt(async () => {
      const { next_step } = await onward.workflows.resumeWorkflow(workflow.id);
      showToast(next_step.explanation);
    });
  const skip = () =>
    attempt(async () => {
      if (open_step === null) return;
      const { next_step } = await onward.interactions.skipInteraction(open_step.id);
      const undo = () => attempt(() => onward.interactions.undoInteraction(open_step.id));
      offerUndo(
        { words: t("customers.runSkipped", { title: open_step.title, why: next_step.explanation }), undo },
        t("ui.undo"),
      );
    });
  return { resume: () => void resume(), skip: () => void skip() };
}
