// An invitation: to what, by which role; accepted with a new account or with the one that there is.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { onward } from "../../api/client.ts";
import { explain, isCode } from "../../api/problems.ts";
import { sessionQuery } from "../../api/session.ts";
import { chosenTenant } from "../../core/tenant.ts";
import { showToast } from "../../core/toasts.ts";
import { useText } from "../../i18n/text.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import { Field, PasswordField } from "../../ui/Field.tsx";
import { ServerForm } from "../../ui/ServerForm.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import style from "./Frame.module.css";
import { Frame } from "./Frame.tsx";
import { LinkMissing } from "./LinkMissing.tsx";
import { useToken } from "./token.ts";
import { useComeIn } from "./useComeIn.ts";

export function InvitationPage() {
  const t = useText();
  const token = useToken();
  return token === null ? <LinkMissing words={t("entry.invitationLinkMissing")} /> : <Invitation token={token} />;
}

function Invitation({ token }: { token: string }) {
  const t = useText();
  const { data, error, refetch } = useQuery({
    queryKey: ["invitation", token],
    queryFn: ({ signal }) => onward.members.previewInvitation(token, { signal }),
  });
  const { data: session } = useQuery(sessionQuery);
  if (isCode(error, "invalid")) return <LinkMissing words={t("entry.invitationEnded")} hasEnded />;
  if (data === undefined) {
    return (
      <Frame title={t("entry.invitation")}>
        {error === null ? (
          <Skeleton rows={3} />
        ) : (
          <ErrorPanel error={error} title={t("entry.invitationFailed")} onRetry={() => void refetch()} />
        )}
      </Frame>
    );
  }
  const isThem = session?.person?.email.toLowerCase() === data.email.toLowerCase();
  return (
    <Frame
      title={t("entry.invitationTo", { tenant: data.tenant_name })}
      lead={
        <ul className={style.facts}>
          <li>{t("entry.invitationFor", { email: data.email })}</li>
          <li>{t(`entry.role.${data.role}`)}</li>
        </ul>
      }
    >
      <Accept token={token} hasAccount={data.has_account} isThem={isThem} />
    </Frame>
  );
}

/** Somebody new chooses a name and a password; somebody known proves that the account is theirs. */
function Accept({ token, hasAccount, isThem }: { token: string; hasAccount: boolean; isThem: boolean }) {
  const t = useText();
  const accept = useAccept(token);
  const names = ["name", "password"];
  return (
    <ServerForm names={names} send={accept} submit={t("entry.accept")}>
      {!hasAccount && <Field name="name" label={t("entry.yourName")} autoComplete="name" isRequired autoFocus />}
      {!isThem && (
        <PasswordField
          name="password"
          label={t(hasAccount ? "entry.yourPassword" : "entry.password")}
          help={hasAccount ? t("entry.yourPasswordHelp") : t("entry.passwordHelp")}
          autoComplete={hasAccount ? "current-password" : "new-password"}
          isRequired
        />
      )}
    </ServerForm>
  );
}

function useAccept(token: string): (fields: Record<string, string>) => Promise<void> {
  const t = useText();
  const comeIn = useComeIn();
  const router = useRouter();
  const client = useQueryClient();
  return async ({ name, password }) => {
    const accepted = await onward.members.acceptInvitation({ token, name: name ?? null, password: password ?? null });
    chosenTenant.set(accepted.tenant_slug);
    if (accepted.signed_in) {
      await comeIn({ tenant: accepted.tenant_slug }).catch((error: unknown) =>
        showToast(explain(error), { tone: "failure" }),
      );
      return;
    }
    client.removeQueries(sessionQuery);
    showToast(t("entry.acceptedSignIn"));
    await router.navigate({ to: "/sign-in" });
  };
}
