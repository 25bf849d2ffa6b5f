// The first run: whoever holds the link makes the first tenant and becomes its owner.

import { useState } from "react";
import { onward } from "../../api/client.ts";
import { useText } from "../../i18n/text.tsx";
import { Field, PasswordField } from "../../ui/Field.tsx";
import { ServerForm } from "../../ui/ServerForm.tsx";
import { Frame } from "./Frame.tsx";
import { LinkMissing } from "./LinkMissing.tsx";
import { slugOf } from "./slug.ts";
import { useToken } from "./token.ts";
import { useComeIn } from "./useComeIn.ts";

const NAMES = ["tenant_name", "tenant_slug", "name", "email", "password"];

export function SetUpPage() {
  const t = useText();
  const token = useToken();
  const comeIn = useComeIn();
  const [slug, setSlug] = useState("");
  const [isOwnSlug, setOwnSlug] = useState(false);
  if (token === null) return <LinkMissing words={t("entry.setUpLinkMissing")} />;
  const send = async ({
    tenant_name = "",
    tenant_slug = "",
    name = "",
    email = "",
    password = "",
  }: Record<string, string>) => {
    const made = await onward.account.setUp({ token, tenant_name, tenant_slug, name, email, password });
    await comeIn({ tenant: made.tenant_slug, next: "/start" });
  };
  return (
    <Frame title={t("entry.setUp")} lead={t("entry.setUpLead")}>
      <ServerForm names={NAMES} send={send} submit={t("entry.setUpSubmit")}>
        <Field
          name="tenant_name"
          label={t("entry.tenantName")}
          autoComplete="organization"
          onChange={(name) => isOwnSlug || setSlug(slugOf(name))}
          isRequired
          autoFocus
        />
        <Field
          name="tenant_slug"
          label={t("entry.tenantSlug")}
          help={t("entry.tenantSlugHelp")}
          value={slug}
          onChange={(text) => {
            setSlug(text);
            setOwnSlug(text !== "");
          }}
          isRequired
        />
        <Field name="name" label={t("entry.yourName")} autoComplete="name" isRequired />
        <Field name="email" type="email" label={t("entry.email")} autoComplete="username" isRequired />
        <PasswordField
          name="password"
          label={t("entry.password")}
          help={t("entry.passwordHelp")}
          autoComplete="new-password"
          isRequired
        />
      </ServerForm>
    </Frame>
  );
}
