// A forgotten password: asking for a link, and choosing a new password by it.

import { useQueryClient } from "@tanstack/react-query";
import { Link, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { OnwardError, onward } from "../../api/client.ts";
import { sessionQuery } from "../../api/session.ts";
import { showToast } from "../../core/toasts.ts";
import { useText } from "../../i18n/text.tsx";
import { Field, PasswordField } from "../../ui/Field.tsx";
import { ServerForm } from "../../ui/ServerForm.tsx";
import { Frame } from "./Frame.tsx";
import { LinkMissing } from "./LinkMissing.tsx";
import { useToken } from "./token.ts";

export function PasswordResetPage() {
  const token = useToken();
  return token === null ? <Ask /> : <Choose token={token} />;
}

function Ask() {
  const t = useText();
  const [answer, setAnswer] = useState<"sent" | "no-mail" | null>(null);
  const foot = <Link to="/sign-in">{t("entry.toSignIn")}</Link>;
  const send = async ({ email = "" }: Record<string, string>) => {
    setAnswer((await onward.account.askPasswordReset(email)) ? "sent" : "no-mail");
  };
  if (answer !== null) {
    return (
      <Frame
        title={t(answer === "sent" ? "entry.resetSent" : "entry.resetByAdmin")}
        lead={t(answer === "sent" ? "entry.resetSentLead" : "entry.resetByAdminLead")}
        foot={foot}
      />
    );
  }
  return (
    <Frame title={t("entry.reset")} lead={t("entry.resetLead")} foot={foot}>
      <ServerForm names={["email"]} send={send} submit={t("entry.resetAsk")}>
        <Field name="email" type="email" label={t("entry.email")} autoComplete="username" isRequired autoFocus />
      </ServerForm>
    </Frame>
  );
}

function Choose({ token }: { token: string }) {
  const t = useText();
  const [hasEnded, setEnded] = useState(false);
  const router = useRouter();
  const client = useQueryClient();
  const send = async ({ new_password = "" }: Record<string, string>) => {
    try {
      await onward.account.acceptPasswordReset(token, new_password);
    } catch (error) {
      if (!isOfToken(error)) throw error;
      setEnded(true);
      return;
    }
    client.removeQueries(sessionQuery);
    showToast(t("entry.resetDone"));
    await router.navigate({ to: "/sign-in" });
  };
  if (hasEnded) return <LinkMissing words={t("entry.resetEnded")} hasEnded />;
  return (
    <Frame title={t("entry.choosePassword")} lead={t("entry.choosePasswordLead")}>
      <ServerForm names={["new_password"]} send={send} submit={t("entry.choosePasswordSubmit")}>
        <PasswordField
          name="new_password"
          label={t("entry.newPassword")}
          help={t("entry.passwordHelp")}
          autoComplete="new-password"
          isRequired
          autoFocus
        />
      </ServerForm>
    </Frame>
  );
}

/** Whether the link was at fault, and not what was typed. */
function isOfToken(error: unknown): boolean {
  return error instanceof OnwardError && error.errors.some(({ field }) => field === "token");
}
