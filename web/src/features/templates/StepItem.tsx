// A step of the outline: its knot, what it is, when it comes, and what can be done with it.

import { GripVertical, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Button, TreeItem, TreeItemContent } from "react-aria-components";
import { formatDay } from "../../core/format.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { Knot } from "../../ui/Thread.tsx";
import type { Check } from "./checks.ts";
import { flows } from "./edits.ts";
import style from "./Outline.module.css";
import type { OutlineProps } from "./Outline.tsx";
import type { OutlineStep } from "./outline.ts";
import { PartMenu } from "./PartMenu.tsx";
import { PartOrder } from "./PartOrder.tsx";
import type { Planned } from "./usePath.ts";
import { timing, typeName } from "./words.ts";

interface StepItemProps extends OutlineProps {
  step: OutlineStep;
  place: number;
  children: ReactNode;
}

export function StepItem({ step, place, children, ...props }: StepItemProps) {
  const { outline, names, planned, isReadOnly, onCommand } = props;
  const t = useText();
  const { title, type } = step.fields;
  const isLast = place === outline.steps.length - 1;
  const comesFromAbove = place > 0 && flows(outline, place - 1);
  const name = t("templates.stepNamed", { number: place + 1, title });
  return (
    <TreeItem id={step.key} textValue={name} className={style.item ?? ""}>
      <TreeItemContent>
        <div className={style.step}>
          <Grip isReadOnly={isReadOnly} />
          <Knot
            type={type}
            tone="accent"
            before={place === 0 ? "none" : comesFromAbove ? "planned" : "none"}
            after={step.lanes.length > 0 || (flows(outline, place) && !isLast) ? "planned" : "none"}
          />
          <div className={style.words}>
            <p className={style.title}>
              <span className={style.number}>{place + 1}</span>
              <span>{title || t("templates.untitled")}</span>
            </p>
            <p className={style.detail}>
              {typeName(type, names)} · {timing(step.fields, place === 0)}
            </p>
            <Remarks checks={props.checks.get(step.key)} warnings={props.warnings.get(step.key)} />
          </div>
          <Dates planned={planned.get(step.key)} />
          {!isReadOnly && <PartOrder partKey={step.key} onCommand={onCommand} />}
          <PartMenu partKey={step.key} name={name} kind="step" isReadOnly={isReadOnly} onCommand={onCommand} />
        </div>
      </TreeItemContent>
      {children}
    </TreeItem>
  );
}

export function Grip({ isReadOnly }: { isReadOnly: boolean }) {
  const t = useText();
  if (isReadOnly) return <span className={style.grip} />;
  return (
    <Button slot="drag" className={style.grip ?? ""} aria-label={t("templates.drag")}>
      <GripVertical size={16} aria-hidden />
    </Button>
  );
}

/** What the server has against it, and what it only wonders about. */
export function Remarks({
  checks = [],
  warnings = [],
}: {
  checks?: Check[] | undefined;
  warnings?: Check[] | undefined;
}) {
  return (
    <>
      {[...checks, ...warnings].map(({ words }, place) => (
        <p key={words} className={place < checks.length ? style.fault : style.warning}>
          <TriangleAlert size={14} aria-hidden /> {words}
        </p>
      ))}
    </>
  );
}

function Dates({ planned }: { planned: Planned | undefined }) {
  const t = useText();
  if (planned === undefined) return <p className={style.aside}>{t("templates.notOnPath")}</p>;
  return (
    <p className={style.dates}>
      {planned.on !== null && <time dateTime={planned.on}>{formatDay(planned.on, formatLocale())}</time>}
      {planned.dueOn !== null && planned.dueOn !== planned.on && (
        <span className={style.due}>{t("templates.dueOn", { day: formatDay(planned.dueOn, formatLocale()) })}</span>
      )}
    </p>
  );
}
