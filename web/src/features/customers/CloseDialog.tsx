// Ending a relationship: said beforehand what that does to the plan.

import type { Customer } from "@onward/client";
import { useQueryClient } from "@tanstack/react-query";
import { onward } from "../../api/client.ts";
import { keys } from "../../api/queries.ts";
import { showToast } from "../../core/toasts.ts";
import { useText } from "../../i18n/text.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { ServerForm } from "../../ui/ServerForm.tsx";
import { usePlanChanged } from "./useRunningActs.ts";

export default function CloseDialog({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const t = useText();
  const client = useQueryClient();
  const changed = usePlanChanged();
  const send = async () => {
    client.setQueryData(keys.customer(customer.id), await onward.customers.closeCustomer(customer.id));
    showToast(t("customers.closed", { name: customer.name }));
    changed();
    onClose();
  };
  return (
    <Dialog title={t("customers.closeTitle", { name: customer.name })} isOpen onClose={onClose}>
      <ServerForm names={[]} send={send} submit={t("customers.closeSubmit")}>
        <p>{t("customers.closeLead")}</p>
      </ServerForm>
    </Dialog>
  );
}
