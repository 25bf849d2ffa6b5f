// Starting a template for the customer, with the dates that it would take.

import type { Customer } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { onward } from "../../api/client.ts";
import { keys } from "../../api/queries.ts";
import { formatDay } from "../../core/format.ts";
import { showToast } from "../../core/toasts.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { DateField } from "../../ui/DateField.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Select } from "../../ui/Select.tsx";
import { ServerForm } from "../../ui/ServerForm.tsx";
import { Knot } from "../../ui/Thread.tsx";
import { startableQuery } from "./queries.ts";
import style from "./StartDialog.module.css";
import { usePlanChanged } from "./useRunningActs.ts";

export default function StartDialog({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const t = useText();
  const changed = usePlanChanged();
  const { data: templates = [] } = useQuery(startableQuery);
  const [chosen, setChosen] = useState<string | null>(null);
  const [startOn, setStartOn] = useState<string | null>(null);
  const templateId = chosen ?? (templates.find(({ is_default }) => is_default) ?? templates[0])?.id ?? null;
  const send = async () => {
    if (templateId === null) return;
    const asked = { customer_id: customer.id, template_id: templateId, start_date: startOn };
    const first = await onward.workflows.startWorkflow(asked);
    showToast(t("customers.started", { title: first.title }));
    changed();
    onClose();
  };
  return (
    <Dialog title={t("customers.startTitle", { name: customer.name })} isOpen onClose={onClose}>
      <ServerForm names={["template_id", "start_date"]} send={send} submit={t("customers.startSubmit")}>
        <Select
          name="template_id"
          label={t("customers.template")}
          options={templates.map(({ id, name }) => ({ id, label: name }))}
          selectedKey={templateId}
          onSelectionChange={(key) => setChosen(key === null ? null : String(key))}
          autoFocus
        />
        <DateField name="start_date" label={t("customers.startOn")} value={startOn} onChange={setStartOn} />
        {templateId !== null && <Path customerId={customer.id} templateId={templateId} startOn={startOn} />}
      </ServerForm>
    </Dialog>
  );
}

function Path({ customerId, templateId, startOn }: { customerId: string; templateId: string; startOn: string | null }) {
  const t = useText();
  const asked = { template_id: templateId, customer_id: customerId, start_date: startOn };
  const { data } = useQuery({
    queryKey: [...keys.templates, "path", asked],
    queryFn: ({ signal }) => onward.templates.simulateTemplate(asked, { signal }),
    placeholderData: (before) => before,
  });
  if (data === undefined) return null;
  const last = data.data.length - 1;
  // A path may come by the same step twice.
  const steps = data.data.map((step, place) => ({ ...step, place, key: `${place} ${step.title}` }));
  return (
    <ol className={style.path} aria-label={t("customers.path")}>
      {steps.map(({ key, place, type, title, scheduled_on, due_on }) => (
        <li key={key} className={style.step}>
          <Knot type={type} before={place === 0 ? "none" : "planned"} after={place === last ? "none" : "planned"} />
          <span>{title}</span>
          <time dateTime={scheduled_on ?? due_on ?? undefined}>
            {formatDay(scheduled_on ?? due_on ?? "", formatLocale())}
          </time>
        </li>
      ))}
    </ol>
  );
}
