// The second factor: set up with any authenticator app, renewed, switched off.

import type { Enrolled } from "@onward/client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { onward } from "../../../api/client.ts";
import { sessionQuery } from "../../../api/session.ts";
import { showToast } from "../../../core/toasts.ts";
import { useText } from "../../../i18n/text.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { Field, PasswordField } from "../../../ui/Field.tsx";
import { Part } from "../../../ui/Page.tsx";
import { Secret } from "../../../ui/Secret.tsx";
import { ServerForm } from "../../../ui/ServerForm.tsx";
import style from "./Account.module.css";
import { QrCode } from "./QrCode.tsx";
import { RecoveryCodes } from "./RecoveryCodes.tsx";

type Doing = "setUp" | "renew" | "switchOff";

export function SecondFactor({ isOn }: { isOn: boolean }) {
  const t = useText();
  const [doing, setDoing] = useState<Doing | null>(null);
  const close = () => setDoing(null);
  return (
    <Part title={t("settings.secondFactor")} lead={t(isOn ? "settings.secondFactorOn" : "settings.secondFactorOff")}>
      <div className={style.buttons}>
        {isOn ? (
          <>
            <Button onPress={() => setDoing("renew")}>{t("settings.newCodes")}</Button>
            <Button look="danger" onPress={() => setDoing("switchOff")}>
              {t("settings.switchOff")}
            </Button>
          </>
        ) : (
          <Button look="strong" onPress={() => setDoing("setUp")}>
            {t("settings.setUpFactor")}
          </Button>
        )}
      </div>
      {doing === "setUp" && <SetUp onClose={close} />}
      {doing === "renew" && <Renew onClose={close} />}
      {doing === "switchOff" && <SwitchOff onClose={close} />}
    </Part>
  );
}

interface StepsProps {
  onClose: () => void;
}

/** Password, then the app's first code, then the codes for the day when the app is lost. */
function SetUp({ onClose }: StepsProps) {
  const t = useText();
  const isThere = useFactorChanged();
  const [enrolled, setEnrolled] = useState<Enrolled | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes !== null) return <RecoveryCodes codes={codes} onClose={onClose} />;
  const confirm = async ({ code = "" }: Record<string, string>) => {
    setCodes(await onward.account.confirmSecondFactor(code.replaceAll(" ", "")));
    await isThere();
  };
  return (
    <Dialog title={t("settings.setUpFactor")} isOpen onClose={onClose} isDismissable={false}>
      {enrolled === null ? (
        <ByPassword
          submit={t("settings.continue")}
          send={async (password) => setEnrolled(await onward.account.enrolSecondFactor(password))}
        />
      ) : (
        <ServerForm names={["code"]} send={confirm} submit={t("settings.turnOn")}>
          <p>{t("settings.scan")}</p>
          <QrCode text={enrolled.address} label={t("settings.qr")} />
          <p className={style.quiet}>{t("settings.typeSecret")}</p>
          <Secret label={t("settings.secret")} value={enrolled.secret} />
          <Field
            name="code"
            label={t("settings.code")}
            autoComplete="one-time-code"
            inputMode="numeric"
            isRequired
            autoFocus
          />
        </ServerForm>
      )}
    </Dialog>
  );
}

function Renew({ onClose }: StepsProps) {
  const t = useText();
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes !== null) return <RecoveryCodes codes={codes} onClose={onClose} />;
  return (
    <Dialog title={t("settings.newCodes")} isOpen onClose={onClose}>
      <ByPassword
        lead={t("settings.newCodesLead")}
        submit={t("settings.newCodes")}
        send={async (password) => setCodes(await onward.account.renewRecoveryCodes(password))}
      />
    </Dialog>
  );
}

function SwitchOff({ onClose }: StepsProps) {
  const t = useText();
  const isThere = useFactorChanged();
  return (
    <Dialog title={t("settings.switchOffTitle")} isOpen onClose={onClose}>
      <ByPassword
        lead={t("settings.switchOffLead")}
        submit={t("settings.switchOff")}
        send={async (password) => {
          await onward.account.disableSecondFactor(password);
          await isThere();
          showToast(t("settings.switchedOff"));
          onClose();
        }}
      />
    </Dialog>
  );
}

interface ByPasswordProps {
  lead?: string;
  submit: string;
  send: (password: string) => Promise<void>;
}

/** What changes how one signs in asks for the password once more. */
function ByPassword({ lead, submit, send }: ByPasswordProps) {
  const t = useText();
  return (
    <ServerForm names={["password"]} send={({ password = "" }) => send(password)} submit={submit}>
      {lead !== undefined && <p>{lead}</p>}
      <PasswordField
        name="password"
        label={t("settings.yourPassword")}
        autoComplete="current-password"
        isRequired
        autoFocus
      />
    </ServerForm>
  );
}

function useFactorChanged(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
  };
}
