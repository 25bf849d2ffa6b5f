// The fields of a customer, for the forms that make and change one.

import type { CreateCustomer, Customer } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { peopleQuery } from "../../api/tenant.ts";
import { useText } from "../../i18n/text.tsx";
import { Field } from "../../ui/Field.tsx";
import fields from "../../ui/Fields.module.css";
import { Select } from "../../ui/Select.tsx";

export const FIELD_NAMES = ["name", "company", "email", "phone", "timezone", "owner_id", "tags", "notes"];
const NOBODY = "nobody";

export function CustomerFields({ customer, owner }: { customer?: Customer; owner?: string | null | undefined }) {
  const t = useText();
  const { data: people = [] } = useQuery(peopleQuery);
  const held = customer === undefined ? owner : customer.owner_id;
  const owners = people
    .filter(({ id, is_active }) => is_active || id === held)
    .map(({ id, name }) => ({ id, label: name }));
  return (
    <>
      <Field name="name" label={t("customers.name")} defaultValue={customer?.name ?? ""} isRequired autoFocus />
      <Field name="company" label={t("customers.company")} defaultValue={customer?.company ?? ""} />
      <div className={fields.pair}>
        <Field name="email" type="email" label={t("customers.email")} defaultValue={customer?.email ?? ""} />
        <Field name="phone" type="tel" label={t("customers.phone")} defaultValue={customer?.phone ?? ""} />
      </div>
      <div className={fields.pair}>
        <Select
          name="owner_id"
          label={t("customers.owner")}
          options={[{ id: NOBODY, label: t("customers.ownerNone") }, ...owners]}
          defaultSelectedKey={held ?? NOBODY}
        />
        <Field
          name="timezone"
          label={t("customers.zone")}
          placeholder="Europe/Berlin"
          defaultValue={customer?.timezone ?? ""}
        />
      </div>
      <Field
        name="tags"
        label={t("customers.tags")}
        help={t("customers.tagsHelp")}
        defaultValue={customer?.tags.join(", ") ?? ""}
      />
      <Field name="notes" label={t("customers.about")} lines={3} defaultValue={customer?.notes ?? ""} />
    </>
  );
}

/** What the form holds, as the API takes it: an empty field is nothing. */
export function bodyOf(fields: Record<string, string>): CreateCustomer {
  const { name = "", owner_id = NOBODY, tags = "", ...plain } = fields;
  const texts = Object.fromEntries(
    Object.entries(plain).map(([field, text]) => [field, text.trim() === "" ? null : text]),
  );
  return { ...texts, name, owner_id: owner_id === NOBODY ? null : owner_id, tags: tagsIn(tags) };
}

export function tagsIn(text: string): string[] {
  const found = text.split(",").map((tag) => tag.trim());
  return [...new Set(found.filter((tag) => tag !== ""))];
}
