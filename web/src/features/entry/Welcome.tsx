// A server on which nobody can sign in yet: the way in is in its log.

import { useText } from "../../i18n/text.tsx";
import style from "./Frame.module.css";
import { Frame } from "./Frame.tsx";

export function WelcomePage() {
  const t = useText();
  return (
    <Frame title={t("entry.welcome")} lead={t("entry.welcomeLead")}>
      <ol className={style.facts}>
        <li>{t("entry.welcomeLog")}</li>
        <li>{t("entry.welcomeOnce")}</li>
        <li>{t("entry.welcomeCommand")}</li>
      </ol>
      <code className={style.code}>onward members create-owner --tenant … --email … --name …</code>
    </Frame>
  );
}
