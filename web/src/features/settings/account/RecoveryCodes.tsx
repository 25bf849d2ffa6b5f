// The codes for the day when the app is lost: shown this once, to be kept elsewhere.

import { Download } from "lucide-react";
import { download } from "../../../core/download.ts";
import { useText } from "../../../i18n/text.tsx";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { Secret } from "../../../ui/Secret.tsx";
import style from "./Account.module.css";

export function RecoveryCodes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const t = useText();
  const lines = codes.join("\n");
  const save = () => download(new Blob([`${lines}\n`], { type: "text/plain" }), "onward-recovery-codes.txt");
  return (
    <Dialog
      title={t("settings.recoveryCodes")}
      isOpen
      onClose={onClose}
      isDismissable={false}
      actions={
        <>
          <Button onPress={save}>
            <Download size={16} aria-hidden />
            {t("settings.saveCodes")}
          </Button>
          <Button look="strong" onPress={onClose}>
            {t("settings.codesKept")}
          </Button>
        </>
      }
    >
      <div className={style.stack}>
        <p>{t("settings.recoveryCodesLead")}</p>
        <Secret label={t("settings.recoveryCodes")} value={lines} />
      </div>
    </Dialog>
  );
}
