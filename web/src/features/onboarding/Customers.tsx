// Somebody to begin with: one by hand, many from a file, or later.

import type { Interaction } from "@onward/client";
import { Link } from "@tanstack/react-router";
import { onward } from "../../api/client.ts";
import { useMay } from "../../api/session.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import fields from "../../ui/Fields.module.css";
import { LoadDemo } from "../../ui/LoadDemo.tsx";
import { ServerForm } from "../../ui/ServerForm.tsx";
import { useBeginning } from "./beginning.ts";
import style from "./Start.module.css";

interface CustomersProps {
  /** What the first customer gets; undefined for a plain follow-up. */
  templateId: string | undefined;
  onDone: (first?: Interaction) => void;
}

export function Customers({ templateId, onDone }: CustomersProps) {
  const t = useText();
  const mayImport = useMay("import");
  const begin = useBeginning();
  const add = async ({ name = "", company = "" }: Record<string, string>) => {
    const customer = await onward.customers.createCustomer({ name: name.trim(), company: company.trim() || null });
    onDone(await begin(customer, templateId));
  };
  return (
    <>
      <ServerForm names={["name", "company"]} send={add} submit={t("start.addCustomer")}>
        <div className={fields.pair}>
          <Field name="name" label={t("start.customerName")} isRequired autoFocus />
          <Field name="company" label={t("start.customerCompany")} />
        </div>
      </ServerForm>
      <div className={style.buttons}>
        {mayImport && (
          <Link to="/import" search={{ kind: "customers", from: "start" }}>
            {t("start.import")}
          </Link>
        )}
        <LoadDemo look="quiet" onLoaded={onDone} />
        <Button look="quiet" onPress={() => onDone()}>
          {t("start.later")}
        </Button>
      </div>
    </>
  );
}
