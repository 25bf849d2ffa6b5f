// Writing down what happened already, planned or not.

import type { Customer } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { onward } from "../../api/client.ts";
import { outcomesQuery, settingsQuery, typesQuery, useOutcomeLabel } from "../../api/tenant.ts";
import { offerUndo } from "../../core/undo.ts";
import { useText } from "../../i18n/text.tsx";
import { DateField } from "../../ui/DateField.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Field } from "../../ui/Field.tsx";
import fields from "../../ui/Fields.module.css";
import { Select } from "../../ui/Select.tsx";
import { ServerForm } from "../../ui/ServerForm.tsx";
import { usePlanChanged } from "./useRunningActs.ts";

const NAMES = ["type", "outcome", "completed_at", "title", "outcome_details"];

export default function LogDialog({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const t = useText();
  const changed = usePlanChanged();
  const [at, setAt] = useState<string | null>(null);
  const send = async ({ type = "", outcome = "", title = "", outcome_details = "" }: Record<string, string>) => {
    const { interaction, next_step } = await onward.interactions.logInteraction({
      customer_id: customer.id,
      type,
      outcome,
      title: title.trim() || null,
      outcome_details: outcome_details.trim() || null,
      completed_at: at,
    });
    changed();
    onClose();
    const undo = () => onward.interactions.undoInteraction(interaction.id).finally(changed);
    offerUndo(
      { words: t("customers.logged", { title: interaction.title, why: next_step.explanation }), undo },
      t("ui.undo"),
    );
  };
  return (
    <Dialog title={t("customers.logTitle", { name: customer.name })} isOpen onClose={onClose} isDismissable={false}>
      <ServerForm names={NAMES} send={send} submit={t("customers.logSubmit")}>
        <Kind />
        <When at={at} onChange={setAt} />
        <Field name="title" label={t("customers.logSubject")} maxLength={300} />
        <Field name="outcome_details" label={t("customers.logDetails")} lines={3} />
      </ServerForm>
    </Dialog>
  );
}

function Kind() {
  const t = useText();
  const labelOf = useOutcomeLabel();
  const { data: types = [] } = useQuery(typesQuery);
  const { data: outcomes = [] } = useQuery(outcomesQuery);
  const [type, setType] = useState("phone_call");
  const allowed = types.find(({ key }) => key === type)?.outcomes ?? null;
  const offered = outcomes.filter(({ key, archived_at }) => archived_at === null && (allowed?.includes(key) ?? true));
  return (
    <div className={fields.pair}>
      <Select
        name="type"
        label={t("customers.logType")}
        options={types.filter(({ archived_at }) => archived_at === null).map(({ key, label }) => ({ id: key, label }))}
        selectedKey={type}
        onSelectionChange={(key) => setType(String(key))}
        autoFocus
        isRequired
      />
      <Select
        key={type}
        name="outcome"
        label={t("customers.logOutcome")}
        options={offered.map(({ key }) => ({ id: key, label: labelOf(key) }))}
        isRequired
      />
    </div>
  );
}

function When({ at, onChange }: { at: string | null; onChange: (at: string | null) => void }) {
  const t = useText();
  const { data: settings } = useQuery(settingsQuery);
  const zone = settings?.zone ?? "";
  return (
    <DateField name="completed_at" label={t("customers.logAt", { zone })} value={at} onChange={onChange} withTime />
  );
}
