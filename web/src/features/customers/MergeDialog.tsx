// Making a duplicate part of this customer: choose it, see what would happen, confirm.

import type { Customer, Merge } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { onward } from "../../api/client.ts";
import { keys } from "../../api/queries.ts";
import { showToast } from "../../core/toasts.ts";
import { useText } from "../../i18n/text.tsx";
import { type Choice, ComboBox } from "../../ui/ComboBox.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import fields from "../../ui/Fields.module.css";
import { ServerForm } from "../../ui/ServerForm.tsx";
import style from "./forms.module.css";
import { usePlanChanged } from "./useRunningActs.ts";

const MOST = 8;

export default function MergeDialog({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const t = useText();
  const changed = usePlanChanged();
  const [duplicate, setDuplicate] = useState<Choice | null>(null);
  const preview = useQuery({
    queryKey: [...keys.customer(customer.id), "merge", duplicate?.id],
    queryFn: () => onward.customers.mergeCustomers(customer.id, duplicate?.id ?? "", { dry_run: true }),
    enabled: duplicate !== null,
    staleTime: 0,
  });
  const send = async () => {
    if (duplicate === null) return;
    await onward.customers.mergeCustomers(customer.id, duplicate.id);
    showToast(t("customers.merged", { name: duplicate.label }));
    changed();
    onClose();
  };
  return (
    <Dialog title={t("customers.mergeTitle", { name: customer.name })} isOpen onClose={onClose}>
      <div className={fields.stack}>
        <Other customer={customer} onChoose={setDuplicate} />
        {duplicate !== null && preview.isError && (
          <ErrorPanel error={preview.error} title={t("customers.mergeRefused")} />
        )}
        {duplicate !== null && preview.isSuccess && (
          <ServerForm names={[]} send={send} submit={t("customers.mergeSubmit")}>
            <What preview={preview.data} name={duplicate.label} />
          </ServerForm>
        )}
      </div>
    </Dialog>
  );
}

function Other({ customer, onChoose }: { customer: Customer; onChoose: (choice: Choice | null) => void }) {
  const t = useText();
  const [words, setWords] = useState("");
  const { data = [] } = useQuery({
    queryKey: [...keys.customers, "duplicates", words],
    queryFn: async ({ signal }) =>
      (await onward.customers.listCustomers({ limit: MOST, ...(words === "" ? {} : { q: words }) }, { signal })).data,
    placeholderData: (before) => before,
  });
  const choices = data
    .filter(({ id }) => id !== customer.id)
    .map(({ id, name, company, email }): Choice => ({ id, label: name, detail: email ?? company ?? undefined }));
  return (
    <ComboBox
      label={t("customers.mergeOther")}
      placeholder={t("customers.wordsHint")}
      choices={choices}
      inputValue={words}
      onInputChange={setWords}
      onSelectionChange={(key) => onChoose(choices.find(({ id }) => id === key) ?? null)}
      autoFocus
    />
  );
}

function What({ preview, name }: { preview: Merge; name: string }) {
  const t = useText();
  const { moved, exited_workflow_ids, cancelled_interaction_ids, next_interaction } = preview;
  return (
    <>
      <p>{t("customers.mergeLead", { name })}</p>
      <ul className={style.moved}>
        <li>{t("customers.mergeMoved", { ...moved })}</li>
        {exited_workflow_ids.length + cancelled_interaction_ids.length > 0 && (
          <li>
            {t("customers.mergeEnded", {
              workflows: exited_workflow_ids.length,
              steps: cancelled_interaction_ids.length,
            })}
          </li>
        )}
        <li>
          {next_interaction === null
            ? t("customers.mergeNoNext")
            : t("customers.mergeNext", { title: next_interaction.title })}
        </li>
      </ul>
    </>
  );
}
