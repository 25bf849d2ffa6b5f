// A question before something that cannot be taken back.

import type { ReactNode } from "react";
import { useText } from "../i18n/text.tsx";
import { Button } from "./Button.tsx";
import { Dialog } from "./Dialog.tsx";

interface ConfirmProps {
  title: string;
  /** The button that does it. */
  verb: string;
  isPending: boolean;
  onClose: () => void;
  onConfirm: () => void;
  children: ReactNode;
}

export function Confirm({ title, verb, isPending, onClose, onConfirm, children }: ConfirmProps) {
  const t = useText();
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t("ui.cancel")}</Button>
          <Button look="danger" isPending={isPending} onPress={onConfirm}>
            {verb}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
