// Signing in: password, then the second factor where there is one.

import { useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { onward } from "../../api/client.ts";
import { introductionQuery } from "../../api/session.ts";
import { serverAddress } from "../../core/place.ts";
import { wayBack } from "../../core/wayBack.ts";
import type { MessageId } from "../../i18n/ids.ts";
import { useText } from "../../i18n/text.tsx";
import { Banner } from "../../ui/Banner.tsx";
import { Button } from "../../ui/Button.tsx";
import { Field, PasswordField } from "../../ui/Field.tsx";
import { ServerForm } from "../../ui/ServerForm.tsx";
import style from "./Frame.module.css";
import { Frame } from "./Frame.tsx";
import { useComeIn } from "./useComeIn.ts";

const route = getRouteApi("/outside/sign-in");
const SSO_PROBLEMS: Record<string, MessageId> = {
  unauthenticated: "entry.ssoRefused",
  forbidden: "entry.ssoUnknown",
  conflict: "entry.ssoOther",
  unavailable: "entry.ssoUnavailable",
  "too-many": "entry.ssoTooMany",
};

export function SignInPage() {
  const [isHalfIn, setHalfIn] = useState(false);
  const { next } = route.useSearch();
  const comeIn = useComeIn();
  const onIn = () => comeIn({ next });
  return isHalfIn ? (
    <SecondFactor onIn={onIn} onBack={() => setHalfIn(false)} />
  ) : (
    <Password next={next} onIn={onIn} onSecondFactor={() => setHalfIn(true)} />
  );
}

interface PasswordProps {
  next: string | undefined;
  onIn: () => Promise<void>;
  onSecondFactor: () => void;
}

function Password({ next, onIn, onSecondFactor }: PasswordProps) {
  const t = useText();
  const send = async ({ email = "", password = "" }: Record<string, string>) => {
    const { second_factor_needed } = await onward.session.signIn(email, password);
    if (second_factor_needed) onSecondFactor();
    else await onIn();
  };
  return (
    <Frame title={t("entry.signIn")} foot={<Link to="/password-reset">{t("entry.forgotten")}</Link>}>
      <SsoProblem />
      <OtherWay next={next} />
      <ServerForm names={["email", "password"]} send={send} submit={t("entry.signIn")}>
        <Field name="email" type="email" label={t("entry.email")} autoComplete="username" isRequired autoFocus />
        <PasswordField name="password" label={t("entry.password")} autoComplete="current-password" isRequired />
      </ServerForm>
    </Frame>
  );
}

/** What single sign-on could not do, it says in the address that it leads back to. */
function SsoProblem() {
  const t = useText();
  const [problem] = useState(() => /^#problem=([a-z-]+)$/.exec(location.hash)?.[1]);
  if (problem === undefined) return null;
  return <Banner tone="failure">{t(SSO_PROBLEMS[problem] ?? "entry.ssoFailed")}</Banner>;
}

/** Single sign-on, only where it is set up. */
function OtherWay({ next }: { next: string | undefined }) {
  const t = useText();
  const { signs_in_with } = useSuspenseQuery(introductionQuery).data;
  if (signs_in_with === null) return null;
  const go = () => {
    wayBack.set(next ?? "");
    location.assign(serverAddress(signs_in_with.path));
  };
  return (
    <>
      <Button isWide onPress={go}>
        {t("entry.signInWith", { name: signs_in_with.label })}
      </Button>
      <p className={style.divide}>{t("entry.or")}</p>
    </>
  );
}

function SecondFactor({ onIn, onBack }: { onIn: () => Promise<void>; onBack: () => void }) {
  const t = useText();
  const [isRecovery, setRecovery] = useState(false);
  const send = async ({ code = "" }: Record<string, string>) => {
    await onward.session.sendSecondFactor(code.trim());
    await onIn();
  };
  const other = (
    <Button look="quiet" onPress={() => setRecovery(!isRecovery)}>
      {t(isRecovery ? "entry.useApp" : "entry.useRecovery")}
    </Button>
  );
  const back = (
    <Button look="quiet" onPress={onBack}>
      {t("entry.otherAccount")}
    </Button>
  );
  return (
    <Frame
      title={t("entry.secondFactor")}
      lead={t(isRecovery ? "entry.recoveryLead" : "entry.appLead")}
      foot={
        <>
          {other}
          {back}
        </>
      }
    >
      <ServerForm key={String(isRecovery)} names={["code"]} send={send} submit={t("entry.continue")}>
        <Field
          name="code"
          label={t(isRecovery ? "entry.recoveryCode" : "entry.code")}
          autoComplete="one-time-code"
          inputMode={isRecovery ? "text" : "numeric"}
          isRequired
          autoFocus
        />
      </ServerForm>
    </Frame>
  );
}
