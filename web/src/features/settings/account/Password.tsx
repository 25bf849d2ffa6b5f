// A new password for the one that one has.

import { useState } from "react";
import { onward } from "../../../api/client.ts";
import { showToast } from "../../../core/toasts.ts";
import { useText } from "../../../i18n/text.tsx";
import { PasswordField } from "../../../ui/Field.tsx";
import { Part } from "../../../ui/Page.tsx";
import { ServerForm } from "../../../ui/ServerForm.tsx";
import style from "./Account.module.css";

export function Password() {
  const t = useText();
  const [turn, setTurn] = useState(0);
  const send = async ({ current_password = "", new_password = "" }: Record<string, string>) => {
    await onward.account.changePassword({ current_password, new_password });
    setTurn(turn + 1);
    showToast(t("settings.passwordChanged"));
  };
  return (
    <Part title={t("settings.password")} lead={t("settings.passwordLead")}>
      <div className={style.narrow}>
        <ServerForm
          key={turn}
          names={["current_password", "new_password"]}
          send={send}
          submit={t("settings.changePassword")}
        >
          <PasswordField
            name="current_password"
            label={t("settings.currentPassword")}
            autoComplete="current-password"
            isRequired
          />
          <PasswordField
            name="new_password"
            label={t("settings.newPassword")}
            help={t("settings.passwordHelp")}
            autoComplete="new-password"
            isRequired
          />
        </ServerForm>
      </div>
    </Part>
  );
}
