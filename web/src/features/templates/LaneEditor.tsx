// Every field of one lane: for which outcomes, where to, after how long, how often.

import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { useText } from "../../i18n/text.tsx";
import { Field } from "../../ui/Field.tsx";
import { Select } from "../../ui/Select.tsx";
import { DaysField } from "./DaysField.tsx";
import style from "./Editor.module.css";
import type { LaneFields } from "./edits.ts";
import type { Lane, Outline, OutlineStep } from "./outline.ts";
import { KINDS, type Names, outcomeName, stepWords } from "./words.ts";

interface LaneEditorProps {
  outline: Outline;
  step: OutlineStep;
  lane: Lane;
  names: Names;
  fault: string | undefined;
  onChange: (fields: Partial<LaneFields>) => void;
}

const EXIT = "exit";
const TEMPLATE = "template:";

export function LaneEditor({ outline, step, lane, names, fault, onChange }: LaneEditorProps) {
  const t = useText();
  const kinds = KINDS.map((kind) => `kind:${kind}`);
  const outcomes = offeredOutcomes(step, lane, names);
  const choose = (keys: Iterable<string | number>) => onChange({ outcomes: [...keys].map(String) });
  return (
    <div className={style.fields}>
      <div className={style.group}>
        <p id="lane-outcomes" className={style.legend}>
          {t("templates.field.outcomes")}
        </p>
        <ToggleButtonGroup
          selectionMode="multiple"
          aria-labelledby="lane-outcomes"
          selectedKeys={lane.outcomes}
          onSelectionChange={choose}
          className={style.chips ?? ""}
        >
          {[...outcomes, ...kinds].map((key) => (
            <ToggleButton key={key} id={key} className={style.chip ?? ""}>
              {outcomeName(key, names)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        {fault !== undefined && <p className={style.fault}>{fault}</p>}
      </div>
      <Select
        label={t("templates.field.goal")}
        options={goals(outline, step, lane, names, t)}
        selectedKey={goalOf(lane)}
        onSelectionChange={(key) => onChange(goalFields(String(key), lane, t("templates.lane.exitDefault")))}
      />
      {lane.exit !== null && (
        <Field
          label={t("templates.field.exit")}
          name="exit"
          value={lane.exit}
          onChange={(exit) => onChange({ exit })}
        />
      )}
      <div className={style.pair}>
        {lane.step !== null && (
          <DaysField
            label={t("templates.field.laneWait")}
            name="scheduled_offset_days"
            placeholder={t("templates.asTheStep")}
            value={lane.wait}
            onChange={(wait) => onChange({ wait })}
          />
        )}
        <DaysField
          label={t("templates.field.most")}
          name="max_times"
          placeholder={t("templates.noLimit")}
          value={lane.most}
          onChange={(most) => onChange({ most })}
        />
      </div>
    </div>
  );
}

/** Those of the step's type; what the lane names already stays to be taken away. */
function offeredOutcomes(step: OutlineStep, lane: Lane, names: Names): string[] {
  const type = names.types.find(({ key }) => key === step.fields.type);
  const listed = [...(type?.outcomes ?? names.outcomes.map(({ key }) => key)), "skipped"];
  return [...listed, ...lane.outcomes.filter((key) => !listed.includes(key) && !key.startsWith("kind:"))];
}

function goals(outline: Outline, step: OutlineStep, lane: Lane, { templates }: Names, t: ReturnType<typeof useText>) {
  const steps = outline.steps.map(({ key }) => ({
    id: key,
    label: key === step.key ? t("templates.lane.retry") : stepWords(outline, key),
  }));
  const others = templates.map(({ id, name }) => ({
    id: TEMPLATE + id,
    label: t("templates.lane.template", { name }),
  }));
  const isListed = lane.template === null || templates.some(({ id }) => id === lane.template);
  const unknown = isListed ? [] : [{ id: goalOf(lane), label: t("templates.anotherTemplate") }];
  return [...steps, { id: EXIT, label: t("templates.lane.stop") }, ...others, ...unknown];
}

function goalOf({ step, template }: Lane): string {
  if (step !== null) return step;
  return template === null ? EXIT : TEMPLATE + template;
}

function goalFields(goal: string, lane: Lane, why: string): Partial<LaneFields> {
  if (goal === EXIT) return { step: null, template: null, exit: lane.exit ?? why, wait: null };
  if (goal.startsWith(TEMPLATE)) return { step: null, template: goal.slice(TEMPLATE.length), exit: null, wait: null };
  return { step: goal, template: null, exit: null };
}
