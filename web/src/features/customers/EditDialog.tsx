// Changing what is known about a customer, and by which channels nobody may write or call.

import type { Customer, PutCustomer } from "@onward/client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { CheckboxGroup, Label } from "react-aria-components";
import { onward } from "../../api/client.ts";
import { keys } from "../../api/queries.ts";
import { useText } from "../../i18n/text.tsx";
import { Checkbox } from "../../ui/Checkbox.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import field from "../../ui/Field.module.css";
import { ServerForm } from "../../ui/ServerForm.tsx";
import { bodyOf, CustomerFields, FIELD_NAMES } from "./CustomerFields.tsx";
import { CHANNELS, useChannel } from "./channels.ts";
import style from "./forms.module.css";
import { usePlanChanged } from "./useRunningActs.ts";

type Channel = NonNullable<PutCustomer["do_not_contact"]>[number];

interface EditDialogProps {
  customer: Customer;
  onClose: () => void;
}

export default function EditDialog({ customer, onClose }: EditDialogProps) {
  const t = useText();
  const client = useQueryClient();
  const changed = usePlanChanged();
  const [blocked, setBlocked] = useState(customer.do_not_contact);
  const send = async (fields: Record<string, string>) => {
    const body = { ...bodyOf(fields), do_not_contact: blocked as Channel[] };
    const saved = await onward.customers.putCustomer(customer.id, body, { ifMatch: customer.version });
    client.setQueryData(keys.customer(customer.id), saved);
    changed();
    onClose();
  };
  return (
    <Dialog title={t("customers.edit")} isOpen onClose={onClose} isDismissable={false}>
      <ServerForm names={FIELD_NAMES} send={send} submit={t("customers.editSubmit")}>
        <CustomerFields customer={customer} />
        <Blocked blocked={blocked} onChange={setBlocked} />
      </ServerForm>
    </Dialog>
  );
}

function Blocked({ blocked, onChange }: { blocked: string[]; onChange: (blocked: string[]) => void }) {
  const t = useText();
  const channel = useChannel();
  return (
    <CheckboxGroup value={blocked} onChange={onChange} className={style.choices ?? ""}>
      <Label className={field.label ?? ""}>{t("customers.doNotContact")}</Label>
      {CHANNELS.map((key) => (
        <Checkbox key={key} value={key}>
          {channel(key)}
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
}
