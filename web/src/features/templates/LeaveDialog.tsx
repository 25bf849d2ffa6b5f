// Asks before what is not kept gets lost.

import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";

interface LeaveDialogProps {
  onLeave: () => void;
  onStay: () => void;
}

export default function LeaveDialog({ onLeave, onStay }: LeaveDialogProps) {
  const t = useText();
  return (
    <Dialog
      title={t("templates.leaveTitle")}
      isOpen
      onClose={onStay}
      actions={
        <>
          <Button look="danger" onPress={onLeave}>
            {t("templates.leave")}
          </Button>
          <Button look="strong" onPress={onStay}>
            {t("templates.stay")}
          </Button>
        </>
      }
    >
      <p>{t("templates.leaveBody")}</p>
    </Dialog>
  );
}
