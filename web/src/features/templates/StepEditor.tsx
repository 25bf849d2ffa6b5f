// Every field of one step.

import type { Member, Step } from "@onward/client";
import { useText } from "../../i18n/text.tsx";
import { Field } from "../../ui/Field.tsx";
import { type Option, Select } from "../../ui/Select.tsx";
import { ConversationStatus } from "./ConversationStatus.tsx";
import { DaysField } from "./DaysField.tsx";
import style from "./Editor.module.css";
import type { Outline, OutlineStep, StepFields } from "./outline.ts";
import { type Names, stepWords, typeName, WEEKDAYS, weekdayName } from "./words.ts";

export interface StepEditorProps {
  outline: Outline;
  step: OutlineStep;
  names: Names;
  members: Member[];
  isFirst: boolean;
  onChange: (fields: Partial<StepFields>) => void;
  onPoint: (next: string | null) => void;
}

const NONE = "none";
const END = "end";
const PRIORITIES = ["low", "normal", "high", "urgent"] as const satisfies Step["priority"][];

export function StepEditor(props: StepEditorProps) {
  const { step, names, onChange } = props;
  const t = useText();
  const { type, title, description } = step.fields;
  return (
    <div className={style.fields}>
      <Field
        label={t("templates.field.title")}
        name="title"
        value={title}
        onChange={(words) => onChange({ title: words })}
      />
      <Select
        label={t("templates.field.type")}
        options={typeOptions(type, names)}
        selectedKey={type}
        onSelectionChange={(key) => onChange({ type: String(key) })}
      />
      <Timing {...props} />
      <OtherwiseField {...props} />
      <Field
        label={t("templates.field.description")}
        name="description"
        lines={3}
        help={t("templates.field.descriptionHelp")}
        value={description ?? ""}
        onChange={(words) => onChange({ description: words === "" ? null : words })}
      />
      <More {...props} />
    </div>
  );
}

function Timing({ step, isFirst, onChange }: StepEditorProps) {
  const t = useText();
  const { scheduled_offset_days, due_offset_days, day_unit, scheduled_weekday, at_time } = step.fields;
  return (
    <fieldset className={style.group}>
      <legend className={style.legend}>{t(isFirst ? "templates.field.whenFirst" : "templates.field.when")}</legend>
      <div className={style.pair}>
        <DaysField
          label={t("templates.field.wait")}
          name="scheduled_offset_days"
          value={scheduled_offset_days}
          onChange={(days) => onChange({ scheduled_offset_days: days ?? 0 })}
        />
        <Select
          label={t("templates.field.unit")}
          options={[
            { id: "calendar", label: t("templates.unit.calendar") },
            { id: "business", label: t("templates.unit.business") },
          ]}
          selectedKey={day_unit ?? "calendar"}
          onSelectionChange={(key) => onChange({ day_unit: key === "business" ? "business" : "calendar" })}
        />
        <Select
          label={t("templates.field.weekday")}
          options={[
            { id: NONE, label: t("templates.anyDay") },
            ...WEEKDAYS.map((day) => ({ id: day, label: weekdayName(day) })),
          ]}
          selectedKey={scheduled_weekday ?? NONE}
          onSelectionChange={(key) => onChange({ scheduled_weekday: WEEKDAYS.find((day) => day === key) ?? null })}
        />
        <Clock
          label={t("templates.field.time")}
          name="at_time"
          value={at_time}
          onChange={(time) => onChange({ at_time: time })}
        />
        <DaysField
          label={t("templates.field.due")}
          name="due_offset_days"
          value={due_offset_days}
          onChange={(days) => onChange({ due_offset_days: days ?? 0 })}
        />
        <Clock
          label={t("templates.field.dueTime")}
          name="due_time"
          value={step.fields.due_time}
          onChange={(time) => onChange({ due_time: time })}
        />
      </div>
    </fieldset>
  );
}

/** Where the step leads when no lane is taken. */
export function OtherwiseField({ outline, step, onPoint }: Pick<StepEditorProps, "outline" | "step" | "onPoint">) {
  const t = useText();
  const others = outline.steps.map(({ key }) => ({
    id: key,
    label: key === step.key ? t("templates.lane.retry") : stepWords(outline, key),
  }));
  return (
    <Select
      label={t(step.lanes.length > 0 ? "templates.field.otherwise" : "templates.field.next")}
      options={[...others, { id: END, label: t("templates.lane.end") }]}
      selectedKey={step.next ?? END}
      onSelectionChange={(key) => onPoint(key === END ? null : String(key))}
    />
  );
}

function More({ step, names, members, onChange }: StepEditorProps) {
  const t = useText();
  const { anchor, priority, assignee, fallback_type } = step.fields;
  return (
    <details className={style.more}>
      <summary>{t("templates.field.more")}</summary>
      <div className={style.fields}>
        <Select
          label={t("templates.field.anchor")}
          options={[
            { id: "completed", label: t("templates.anchor.completed") },
            { id: "planned", label: t("templates.anchor.planned") },
          ]}
          selectedKey={anchor ?? "completed"}
          onSelectionChange={(key) => onChange({ anchor: key === "planned" ? "planned" : "completed" })}
        />
        <Select
          label={t("templates.field.assignee")}
          options={assigneeOptions(assignee, members, t)}
          selectedKey={assignee ?? NONE}
          onSelectionChange={(key) => onChange({ assignee: key === NONE ? null : String(key) })}
        />
        <Select
          label={t("templates.field.priority")}
          options={[
            { id: NONE, label: t("templates.usualPriority") },
            ...PRIORITIES.map((one) => ({ id: one, label: t(`templates.priority.${one}`) })),
          ]}
          selectedKey={priority ?? NONE}
          onSelectionChange={(key) => onChange({ priority: PRIORITIES.find((one) => one === key) ?? null })}
        />
        <Select
          label={t("templates.field.fallback")}
          options={[{ id: NONE, label: t("templates.usualFollowUp") }, ...typeOptions(fallback_type, names)]}
          selectedKey={fallback_type ?? NONE}
          onSelectionChange={(key) => onChange({ fallback_type: key === NONE ? null : String(key) })}
        />
        <ConversationStatus
          mapping={step.fields.conversation_status ?? {}}
          names={names}
          onChange={(mapping) => onChange({ conversation_status: mapping })}
        />
      </div>
    </details>
  );
}

interface ClockProps {
  label: string;
  name: string;
  value: string | null | undefined;
  onChange: (time: string | null) => void;
}

function Clock({ label, name, value, onChange }: ClockProps) {
  return (
    <Field
      label={label}
      name={name}
      type="time"
      value={value ?? ""}
      onChange={(time) => onChange(time === "" ? null : time)}
    />
  );
}

/** A type that is archived, or was never listed, stays the step's until another is chosen. */
function typeOptions(type: string | null | undefined, names: Names): Option[] {
  const listed = names.types.map(({ key, label }) => ({ id: key, label }));
  const isListed = type == null || listed.some(({ id }) => id === type);
  return isListed ? listed : [{ id: type, label: typeName(type, names) }, ...listed];
}

function assigneeOptions(
  assignee: string | null | undefined,
  members: Member[],
  t: ReturnType<typeof useText>,
): Option[] {
  const active = members.filter(({ id, is_active }) => is_active || id === assignee);
  return [
    { id: NONE, label: t("templates.assignee.usual") },
    ...(assignee === "same" ? [{ id: "same", label: t("templates.assignee.same") }] : []),
    { id: "owner", label: t("templates.assignee.owner") },
    ...active.map(({ id, name }) => ({ id, label: name })),
  ];
}
