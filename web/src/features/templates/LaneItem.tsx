// The lanes below a step: where some outcomes lead, and where all others do.

import { CornerDownRight } from "lucide-react";
import { TreeItem, TreeItemContent } from "react-aria-components";
import { useText } from "../../i18n/text.tsx";
import style from "./Outline.module.css";
import type { OutlineProps } from "./Outline.tsx";
import type { Lane, OutlineStep } from "./outline.ts";
import { PartMenu } from "./PartMenu.tsx";
import { PartOrder } from "./PartOrder.tsx";
import { otherwiseOf } from "./parts.ts";
import { Grip, Remarks } from "./StepItem.tsx";
import { condition, consequence, otherwise } from "./words.ts";

interface LaneItemProps extends OutlineProps {
  step: OutlineStep;
  lane: Lane;
}

export function LaneItem({ step, lane, outline, names, checks, warnings, isReadOnly, onCommand }: LaneItemProps) {
  const when = condition(lane, names);
  const then = consequence(outline, step, lane, names);
  const name = `${when} → ${then}`;
  return (
    <TreeItem id={lane.key} textValue={name} className={style.item ?? ""}>
      <TreeItemContent>
        <div className={style.lane}>
          <Grip isReadOnly={isReadOnly} />
          <CornerDownRight size={16} aria-hidden className={style.bend} />
          <div className={style.words}>
            <p>
              <span className={style.when}>{when}</span> <span aria-hidden>→</span> {then}
            </p>
            <Remarks checks={checks.get(lane.key)} warnings={warnings.get(lane.key)} />
          </div>
          {!isReadOnly && <PartOrder partKey={lane.key} onCommand={onCommand} />}
          <PartMenu partKey={lane.key} name={name} kind="lane" isReadOnly={isReadOnly} onCommand={onCommand} />
        </div>
      </TreeItemContent>
    </TreeItem>
  );
}

/** It is always there: what no lane takes goes here. */
export function OtherwiseItem({ step, outline, isReadOnly, onCommand }: Omit<LaneItemProps, "lane">) {
  const t = useText();
  const then = otherwise(outline, step);
  const name = `${t("templates.lane.otherwise")} → ${then}`;
  const key = otherwiseOf(step.key);
  return (
    <TreeItem id={key} textValue={name} className={style.item ?? ""}>
      <TreeItemContent>
        <div className={style.lane}>
          <Grip isReadOnly />
          <CornerDownRight size={16} aria-hidden className={style.bend} />
          <p className={style.words}>
            <span className={style.when}>{t("templates.lane.otherwise")}</span> <span aria-hidden>→</span> {then}
          </p>
          <PartMenu partKey={key} name={name} kind="otherwise" isReadOnly={isReadOnly} onCommand={onCommand} />
        </div>
      </TreeItemContent>
    </TreeItem>
  );
}
