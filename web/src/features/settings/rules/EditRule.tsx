// A rule, new or changed: when, and what then.

import type { ConversationRule } from "@onward/client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { onward } from "../../../api/client.ts";
import { showToast } from "../../../core/toasts.ts";
import { useText } from "../../../i18n/text.tsx";
import { Choices } from "../../../ui/Choices.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { Field } from "../../../ui/Field.tsx";
import { NumberField } from "../../../ui/NumberField.tsx";
import { Select } from "../../../ui/Select.tsx";
import { ServerForm } from "../../../ui/ServerForm.tsx";
import { typesQuery } from "../queries.ts";
import { labelOfType } from "../words/labels.ts";
import { rulesQuery, startableQuery } from "./queries.ts";

const TRIGGERS = ["message_received", "conversation_opened"] as const;
const CHANNELS = ["email", "phone", "sms", "in_person"] as const;
const ANY = "any";
const FIRST_STEP: NonNullable<ConversationRule["step"]> = {
  type: "follow_up",
  title: "Respond to {customer.name}",
  description: null,
  scheduled_offset_days: 0,
  due_offset_days: 0,
  priority: "normal",
};

/** `of` is left out for a new one. */
export function EditRule({ of, onClose }: { of: ConversationRule | undefined; onClose: () => void }) {
  const t = useText();
  const client = useQueryClient();
  const { data: templates = [] } = useQuery(startableQuery);
  const [trigger, setTrigger] = useState(of?.trigger ?? "message_received");
  const [channel, setChannel] = useState(of?.channel ?? null);
  const [makes, setMakes] = useState(of?.template_id ? "template" : "step");
  const [templateId, setTemplateId] = useState(of?.template_id ?? null);
  const [step, setStep] = useState(of?.step ?? FIRST_STEP);
  const save = async ({ name = "" }: Record<string, string>) => {
    const then =
      makes === "step"
        ? { step, template_id: null }
        : { template_id: templateId ?? templates[0]?.id ?? null, step: null };
    const body = { name: name.trim(), trigger, channel, ...then };
    if (of === undefined) await onward.conversations.createConversationRule(body);
    else await onward.conversations.updateConversationRule(of.id, body, { ifMatch: of.version });
    await client.invalidateQueries({ queryKey: rulesQuery.queryKey });
    showToast(t("settings.wordSaved", { label: body.name }));
    onClose();
  };
  return (
    <Dialog title={of?.name ?? t("settings.addRule")} isOpen onClose={onClose} isDismissable={false}>
      <ServerForm names={["name", "trigger", "channel", "step.title"]} send={save} submit={t("settings.save")}>
        <Field name="name" label={t("settings.ruleName")} defaultValue={of?.name ?? ""} isRequired autoFocus />
        <Choices
          label={t("settings.when")}
          value={trigger}
          options={TRIGGERS.map((id) => ({ id, label: t(`settings.when.${id}`) }))}
          onChange={(chosen) => setTrigger(TRIGGERS.find((each) => each === chosen) ?? trigger)}
        />
        <Select
          label={t("settings.channel")}
          options={[
            { id: ANY, label: t("settings.anyChannel") },
            ...CHANNELS.map((id) => ({ id, label: t(`settings.channel.${id}`) })),
          ]}
          selectedKey={channel ?? ANY}
          onSelectionChange={(chosen) => setChannel(CHANNELS.find((each) => each === chosen) ?? null)}
        />
        <Choices
          label={t("settings.then")}
          value={makes}
          options={[
            { id: "step", label: t("settings.makesStep") },
            { id: "template", label: t("settings.makesTemplate") },
          ]}
          onChange={setMakes}
        />
        {makes === "step" ? (
          <StepFields step={step} onChange={(part) => setStep({ ...step, ...part })} />
        ) : (
          <Select
            label={t("settings.template")}
            options={templates.map(({ id, name: label }) => ({ id, label }))}
            selectedKey={templateId ?? templates[0]?.id ?? null}
            onSelectionChange={(chosen) => chosen !== null && setTemplateId(String(chosen))}
          />
        )}
      </ServerForm>
    </Dialog>
  );
}

interface StepFieldsProps {
  step: typeof FIRST_STEP;
  onChange: (part: Partial<typeof FIRST_STEP>) => void;
}

function StepFields({ step, onChange }: StepFieldsProps) {
  const t = useText();
  const { data: types = [] } = useQuery(typesQuery);
  const offered = types.filter(({ key, archived_at }) => archived_at === null || key === step.type);
  return (
    <>
      <Field
        name="step.title"
        label={t("settings.stepTitle")}
        help={t("settings.placeholders")}
        value={step.title}
        onChange={(title) => onChange({ title })}
        isRequired
      />
      <Select
        label={t("settings.stepType")}
        options={offered.map((each) => ({ id: each.key, label: labelOfType(each) }))}
        selectedKey={step.type}
        onSelectionChange={(chosen) => chosen !== null && onChange({ type: String(chosen) })}
      />
      <NumberField
        label={t("settings.stepDueAfter")}
        unit={t("settings.days")}
        minValue={0}
        maxValue={3650}
        value={step.due_offset_days}
        onChange={(days) => onChange({ due_offset_days: days || 0 })}
      />
    </>
  );
}
