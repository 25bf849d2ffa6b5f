// Pausing a run, moving it to another step, or ending it: what has to be asked before.

import type { WorkflowDetail } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { onward } from "../../api/client.ts";
import { showToast } from "../../core/toasts.ts";
import { useText } from "../../i18n/text.tsx";
import { DateField } from "../../ui/DateField.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Field } from "../../ui/Field.tsx";
import { type Option, Select } from "../../ui/Select.tsx";
import { ServerForm } from "../../ui/ServerForm.tsx";
import { templateQuery } from "./queries.ts";
import type { RunningAct } from "./RunMenu.tsx";
import { usePlanChanged } from "./useRunningActs.ts";

interface RunningDialogProps {
  act: RunningAct;
  detail: WorkflowDetail;
  onClose: () => void;
}

export default function RunningDialog({ act, detail, onClose }: RunningDialogProps) {
  const t = useText();
  const name = detail.workflow.template_name;
  return (
    <Dialog title={t(`customers.${act}Title`, { name })} isOpen onClose={onClose}>
      {act === "pause" && <Pause detail={detail} onClose={onClose} />}
      {act === "jump" && <Jump detail={detail} onClose={onClose} />}
      {act === "stop" && <Stop detail={detail} onClose={onClose} />}
    </Dialog>
  );
}

type AskProps = Omit<RunningDialogProps, "act">;

function Pause({ detail: { workflow }, onClose }: AskProps) {
  const t = useText();
  const changed = usePlanChanged();
  const [until, setUntil] = useState<string | null>(null);
  const send = async ({ reason = "" }: Record<string, string>) => {
    await onward.workflows.pauseWorkflow(workflow.id, { resume_at: until, reason: reason.trim() || null });
    changed();
    onClose();
  };
  return (
    <ServerForm names={["resume_at", "reason"]} send={send} submit={t("customers.pauseSubmit")}>
      <p>{t("customers.pauseLead")}</p>
      <DateField name="resume_at" label={t("customers.pauseUntil")} value={until} onChange={setUntil} autoFocus />
      <Field name="reason" label={t("customers.why")} />
    </ServerForm>
  );
}

function Jump({ detail, onClose }: AskProps) {
  const t = useText();
  const changed = usePlanChanged();
  const steps = useSteps(detail);
  const send = async ({ step_number = "", reason = "" }: Record<string, string>) => {
    const asked = { step_number: Number(step_number), reason: reason.trim() || null };
    const { next_step } = await onward.workflows.jumpWorkflow(detail.workflow.id, asked);
    showToast(next_step.explanation);
    changed();
    onClose();
  };
  return (
    <ServerForm names={["step_number", "reason"]} send={send} submit={t("customers.jumpSubmit")}>
      <p>{t("customers.jumpLead")}</p>
      <Select name="step_number" label={t("customers.jumpStep")} options={steps} isRequired />
      <Field name="reason" label={t("customers.why")} />
    </ServerForm>
  );
}

function Stop({ detail: { workflow }, onClose }: AskProps) {
  const t = useText();
  const changed = usePlanChanged();
  const [then, setThen] = useState<"keep_moving" | "none">("keep_moving");
  const send = async ({ reason = "" }: Record<string, string>) => {
    const { next_step } = await onward.workflows.exitWorkflow(workflow.id, { reason: reason.trim() || null, then });
    showToast(next_step.explanation);
    changed();
    onClose();
  };
  return (
    <ServerForm names={["reason"]} send={send} submit={t("customers.stopSubmit")}>
      <p>{t("customers.stopLead")}</p>
      <Field name="reason" label={t("customers.why")} autoFocus />
      <Select
        label={t("customers.stopThen")}
        options={[
          { id: "keep_moving", label: t("customers.stopThen.keepMoving") },
          { id: "none", label: t("customers.stopThen.none") },
        ]}
        selectedKey={then}
        onSelectionChange={(key) => setThen(key === "none" ? "none" : "keep_moving")}
      />
    </ServerForm>
  );
}

/** The steps of the version that runs; of an older one only those that the run itself has shown are known. */
function useSteps({ workflow, steps_done, projection }: WorkflowDetail): Option[] {
  const { data: template } = useQuery(templateQuery(workflow.template_id));
  const isNewest = template?.version === workflow.template_version;
  const known = isNewest ? template.steps : [...steps_done, ...projection.data];
  const titles = new Map(known.map(({ step_number, title }) => [step_number, title]));
  return [...titles]
    .filter(([number]) => number != null && number !== workflow.step_number)
    .map(([number, title]) => ({ id: String(number), label: `${number} · ${title}` }));
}
