// What follows when nothing else is planned, and what becomes of dates on days off.

import type { InteractionType, Settings, UpdateSettings } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { useMay } from "../../../api/session.ts";
import { settingsQuery } from "../../../api/tenant.ts";
import { useText } from "../../../i18n/text.tsx";
import { Choices } from "../../../ui/Choices.tsx";
import { Field } from "../../../ui/Field.tsx";
import fields from "../../../ui/Fields.module.css";
import { NumberField } from "../../../ui/NumberField.tsx";
import { Page, Part } from "../../../ui/Page.tsx";
import { Select } from "../../../ui/Select.tsx";
import { Switch } from "../../../ui/Switch.tsx";
import { Knot } from "../../../ui/Thread.tsx";
import { Waiting } from "../../../ui/Waiting.tsx";
import { useSettingsDraft } from "../draft.ts";
import { typesQuery } from "../queries.ts";
import { SettingsForm } from "../SettingsForm.tsx";
import { labelOfType } from "../words/labels.ts";
import style from "./Working.module.css";

const FIELDS = ["type", "title", "description", "scheduled_offset_days", "due_offset_days", "priority"] as const;
const NAMES = ["roll_rule", ...FIELDS.map((name) => `follow_up.${name}`)];
const ROLL_RULES = ["keep", "forward", "backward"] as const;
const PRIORITIES = ["low", "normal", "high", "urgent"] as const;
const LONGEST_DAYS = 3650;

interface FollowUp extends UpdateSettings {
  roll_rule: Settings["roll_rule"];
  follow_up: Settings["follow_up"];
  always_create_fallback: boolean;
  auto_repair: boolean;
}

export function FollowUpPage() {
  const t = useText();
  const settings = useQuery({ ...settingsQuery, staleTime: 0 });
  const types = useQuery(typesQuery);
  return (
    <Page title={t("settings.followUp")} lead={t("settings.followUpLead")} needs="settings:write">
      <Waiting for={settings}>
        {(found) => <Waiting for={types}>{(words) => <FollowUpForm settings={found} types={words} />}</Waiting>}
      </Waiting>
    </Page>
  );
}

function FollowUpForm({ settings, types }: { settings: Settings; types: InteractionType[] }) {
  const t = useText();
  const isDisabled = !useMay("settings:write");
  const of = useSettingsDraft(settings, followUpOf, NAMES);
  const { roll_rule, follow_up, always_create_fallback, auto_repair } = of.draft;
  const change = (part: Partial<Settings["follow_up"]>) => of.change({ follow_up: { ...follow_up, ...part } });
  return (
    <SettingsForm of={of}>
      <Part title={t("settings.defaultStep")} lead={t("settings.defaultStepLead")}>
        <Sketch followUp={follow_up} />
        <StepFields followUp={follow_up} types={types} isDisabled={isDisabled} onChange={change} />
      </Part>
      <Part title={t("settings.guards")}>
        <Switch
          isSelected={auto_repair}
          isDisabled={isDisabled}
          help={t("settings.autoRepairHelp")}
          onChange={(chosen) => of.change({ auto_repair: chosen })}
        >
          {t("settings.autoRepair")}
        </Switch>
        <Switch
          isSelected={always_create_fallback}
          isDisabled={isDisabled}
          help={t("settings.alwaysHelp")}
          onChange={(chosen) => of.change({ always_create_fallback: chosen })}
        >
          {t("settings.always")}
        </Switch>
      </Part>
      <Part title={t("settings.rolling")}>
        <Choices
          name="roll_rule"
          label={t("settings.rollRule")}
          value={roll_rule}
          isDisabled={isDisabled}
          options={ROLL_RULES.map((id) => ({
            id,
            label: t(`settings.roll.${id}`),
            help: t(`settings.roll.${id}.help`),
          }))}
          onChange={(chosen) => of.change({ roll_rule: ROLL_RULES.find((id) => id === chosen) ?? roll_rule })}
        />
      </Part>
    </SettingsForm>
  );
}

interface StepFieldsProps {
  followUp: Settings["follow_up"];
  types: InteractionType[];
  isDisabled: boolean;
  onChange: (part: Partial<Settings["follow_up"]>) => void;
}

function StepFields({ followUp, types, isDisabled, onChange }: StepFieldsProps) {
  const t = useText();
  const offered = types.filter(({ key, archived_at }) => archived_at === null || key === followUp.type);
  return (
    <>
      <Field
        name="follow_up.title"
        label={t("settings.stepTitle")}
        help={t("settings.placeholders")}
        value={followUp.title}
        isDisabled={isDisabled}
        onChange={(title) => onChange({ title })}
      />
      <div className={fields.wide}>
        <Select
          name="follow_up.type"
          label={t("settings.stepType")}
          options={offered.map((each) => ({ id: each.key, label: labelOfType(each) }))}
          selectedKey={followUp.type}
          isDisabled={isDisabled}
          onSelectionChange={(type) => type !== null && onChange({ type: String(type) })}
        />
        <Select
          name="follow_up.priority"
          label={t("settings.stepPriority")}
          options={PRIORITIES.map((id) => ({ id, label: t(`settings.priority.${id}`) }))}
          selectedKey={followUp.priority}
          isDisabled={isDisabled}
          onSelectionChange={(chosen) =>
            onChange({ priority: PRIORITIES.find((id) => id === chosen) ?? followUp.priority })
          }
        />
        <NumberField
          name="follow_up.scheduled_offset_days"
          label={t("settings.stepAfter")}
          unit={t("settings.days")}
          minValue={0}
          maxValue={LONGEST_DAYS}
          value={followUp.scheduled_offset_days}
          isDisabled={isDisabled}
          onChange={(days) => onChange({ scheduled_offset_days: days || 0 })}
        />
        <NumberField
          name="follow_up.due_offset_days"
          label={t("settings.stepDue")}
          unit={t("settings.days")}
          minValue={0}
          maxValue={LONGEST_DAYS}
          value={followUp.due_offset_days}
          isDisabled={isDisabled}
          onChange={(days) => onChange({ due_offset_days: days || 0 })}
        />
      </div>
      <Field
        name="follow_up.description"
        label={t("settings.stepDescription")}
        lines={3}
        value={followUp.description ?? ""}
        isDisabled={isDisabled}
        onChange={(words) => onChange({ description: words === "" ? null : words })}
      />
    </>
  );
}

/** The last finished item and what grows out of it. */
function Sketch({ followUp }: { followUp: Settings["follow_up"] }) {
  const t = useText();
  const { type, title, scheduled_offset_days, due_offset_days } = followUp;
  return (
    <div className={style.sketch}>
      <div className={style.sketchRow}>
        <Knot type="ring" tone="done" before="past" after="planned" isOpen={false} />
        <span className={style.quiet}>{t("settings.sketchDone")}</span>
      </div>
      <div className={style.sketchRow}>
        <Knot type={type} tone="accent" before="planned" />
        <span>
          <strong>{title}</strong>
          <span className={style.sketchWhen}>
            {t("settings.sketchWhen", { after: scheduled_offset_days, due: due_offset_days })}
          </span>
        </span>
      </div>
    </div>
  );
}

function followUpOf({ roll_rule, follow_up, always_create_fallback, auto_repair }: Settings): FollowUp {
  return { roll_rule, follow_up, always_create_fallback, auto_repair };
}
