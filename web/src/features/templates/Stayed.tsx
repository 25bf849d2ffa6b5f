// After publishing: who was taken along, and who stays behind and why.

import { Link } from "@tanstack/react-router";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import type { Moved } from "./migrating.ts";
import style from "./PublishDialog.module.css";

interface StayedProps {
  version: number;
  moved: Moved;
  onClose: () => void;
}

export function Stayed({ version, moved, onClose }: StayedProps) {
  const t = useText();
  return (
    <Dialog
      title={t("templates.did.publish", { version })}
      isOpen
      onClose={onClose}
      size="wide"
      actions={
        <Button look="strong" onPress={onClose}>
          {t("ui.close")}
        </Button>
      }
    >
      <div className={style.body}>
        <p className={style.lead}>{migratingWords(t, moved)}</p>
        <p>{t("templates.stayedLead")}</p>
        <ul className={style.stayed}>
          {moved.stayed.map(({ workflowId, customerId, customer, why }) => (
            <li key={workflowId}>
              <Link to="/customers/$customerId" params={{ customerId }}>
                {customer}
              </Link>
              <span>{why}</span>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

export function migratingWords(t: ReturnType<typeof useText>, { done, stayed }: Moved): string {
  return t("templates.migrating", { done, left: stayed.length });
}
