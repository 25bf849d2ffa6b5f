// A new customer; afterwards one is on its page.

import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { onward } from "../../api/client.ts";
import { keys } from "../../api/queries.ts";
import { useSession } from "../../api/session.ts";
import { useText } from "../../i18n/text.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { ServerForm } from "../../ui/ServerForm.tsx";
import { bodyOf, CustomerFields, FIELD_NAMES } from "./CustomerFields.tsx";

export default function CreateDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { current } = useSession();
  const send = async (fields: Record<string, string>) => {
    const made = await onward.customers.createCustomer(bodyOf(fields));
    client.setQueryData(keys.customer(made.id), made);
    void client.invalidateQueries({ queryKey: keys.customers });
    onClose();
    await navigate({ to: "/customers/$customerId", params: { customerId: made.id } });
  };
  return (
    <Dialog title={t("customers.create")} isOpen onClose={onClose} isDismissable={false}>
      <ServerForm names={FIELD_NAMES} send={send} submit={t("customers.createSubmit")}>
        <CustomerFields owner={current?.member_id} />
      </ServerForm>
    </Dialog>
  );
}
