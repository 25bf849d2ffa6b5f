// Erasing somebody's personal data for good: said beforehand what goes and what stays, and asked for the name.

import type { Customer } from "@onward/client";
import { useQueryClient } from "@tanstack/react-query";
import { onward } from "../../api/client.ts";
import { keys } from "../../api/queries.ts";
import { showToast } from "../../core/toasts.ts";
import { useText } from "../../i18n/text.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Field } from "../../ui/Field.tsx";
import { ServerForm } from "../../ui/ServerForm.tsx";
import style from "./forms.module.css";
import { usePlanChanged } from "./useRunningActs.ts";

export default function EraseDialog({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const t = useText();
  const client = useQueryClient();
  const changed = usePlanChanged();
  const { id, name } = customer;
  const send = async () => {
    client.setQueryData(keys.customer(id), await onward.customers.eraseCustomer(id));
    showToast(t("customers.erased"));
    changed();
    onClose();
  };
  return (
    <Dialog title={t("customers.eraseTitle", { name })} isOpen onClose={onClose} isDismissable={false}>
      <ServerForm names={[]} send={send} submit={t("customers.eraseSubmit")} look="danger">
        <ul className={style.moved}>
          <li>{t("customers.erasePlan")}</li>
          <li>{t("customers.eraseWords")}</li>
          <li>{t("customers.eraseStays")}</li>
          <li>{t("customers.eraseCopies")}</li>
        </ul>
        <p>{t("customers.eraseForGood")}</p>
        <Field
          label={t("customers.eraseName", { name })}
          validate={(words) => (words.trim() === name.trim() ? null : t("customers.eraseOtherName"))}
          autoComplete="off"
          autoFocus
          isRequired
        />
      </ServerForm>
    </Dialog>
  );
}
