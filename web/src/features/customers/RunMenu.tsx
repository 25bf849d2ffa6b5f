// What can be done with a run of a template.

import type { WorkflowDetail } from "@onward/client";
import { type ReactNode, useState } from "react";
import { lazy } from "../../core/lazy.ts";
import { useText } from "../../i18n/text.tsx";
import { Menu, MenuItem } from "../../ui/Menu.tsx";
import { Opening } from "../../ui/Opening.tsx";
import { useRunningActs } from "./useRunningActs.ts";

const RunningDialog = lazy(() => import("./RunningDialog.tsx"));

export type RunningAct = "pause" | "jump" | "stop";

interface RunMenuProps {
  detail: WorkflowDetail;
  trigger: ReactNode;
  isOpenAtFirst: boolean;
}

export default function RunMenu({ detail, trigger, isOpenAtFirst }: RunMenuProps) {
  const t = useText();
  const [asked, setAsked] = useState<RunningAct | null>(null);
  const { resume, skip } = useRunningActs(detail);
  const { workflow, open_step } = detail;
  return (
    <>
      <Menu
        label={t("customers.runMore", { name: workflow.template_name })}
        trigger={trigger}
        isOpenAtFirst={isOpenAtFirst}
      >
        {workflow.status === "paused" ? (
          <MenuItem onAction={resume}>{t("customers.runResume")}</MenuItem>
        ) : (
          <MenuItem onAction={() => setAsked("pause")}>{t("customers.runPause")}</MenuItem>
        )}
        {open_step !== null && <MenuItem onAction={skip}>{t("customers.runSkip")}</MenuItem>}
        <MenuItem onAction={() => setAsked("jump")}>{t("customers.runJump")}</MenuItem>
        <MenuItem onAction={() => setAsked("stop")}>{t("customers.runStop")}</MenuItem>
      </Menu>
      {asked !== null && (
        <Opening>
          <RunningDialog act={asked} detail={detail} onClose={() => setAsked(null)} />
        </Opening>
      )}
    </>
  );
}
