// Somebody to begin with: one by hand, many from a file, or later.

import type { Interaction } from "@onward/client";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { onward } from "../../api/client.ts";
import { keys } from "../../api/queries.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { ServerForm } from "../../ui/ServerForm.tsx";
import style from "./Start.module.css";

interface CustomersProps {
  /** What the first customer gets; null for a plain follow-up. */
  templateId: string | null;
  onDone: (first: Interaction | null) => void;
}

export function Customers({ templateId, onDone }: CustomersProps) {
  const t = useText();
  const client = useQueryClient();
  const add = async ({ name = "", company = "" }: Record<string, string>) => {
    const customer = await onward.customers.createCustomer({ name: name.trim(), company: company.trim() || null });
    const first =
      templateId === null
        ? await onward.interactions.createInteraction({
            customer_id: customer.id,
            type: "follow_up",
            title: t("start.firstTitle", { name: customer.name }),
          })
        : await onward.workflows.startWorkflow({ customer_id: customer.id, template_id: templateId });
    for (const noun of [keys.customers, keys.interactions, keys.queue]) {
      await client.invalidateQueries({ queryKey: noun });
    }
    onDone(first);
  };
  return (
    <>
      <ServerForm names={["name", "company"]} send={add} submit={t("start.addCustomer")}>
        <div className={style.pair}>
          <Field name="name" label={t("start.customerName")} isRequired autoFocus />
          <Field name="company" label={t("start.customerCompany")} />
        </div>
      </ServerForm>
      <div className={style.buttons}>
        <Link to="/import" search={{ kind: "customers" }}>
          {t("start.import")}
        </Link>
        <Button look="quiet" onPress={() => onDone(null)}>
          {t("start.later")}
        </Button>
      </div>
    </>
  );
}
