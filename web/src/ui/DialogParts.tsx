// What a dialog and a sheet are made of. Pages take them from Dialog.tsx, which loads this when the first one opens.

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useText } from "../i18n/text.tsx";
import { IconButton } from "./Button.tsx";
import { classes } from "./classes.ts";
import style from "./Dialog.module.css";

export interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  /** The buttons at its foot. */
  actions?: ReactNode;
  size?: "small" | "wide";
  /** False where something half-written would be lost by a click beside it. */
  isDismissable?: boolean;
}

export interface PartsProps extends DialogProps {
  /** In the middle, or at the side and on phones from below. */
  kind: "dialog" | "sheet";
}

export default function DialogParts({ kind, size = "small", ...rest }: PartsProps) {
  const isSheet = kind === "sheet";
  const shape = isSheet ? style.sheet : classes(style.dialog, style[size]);
  return <Over {...rest} shape={shape} place={isSheet ? style.side : style.middle} />;
}

interface OverProps extends Omit<DialogProps, "size"> {
  shape: string | undefined;
  place: string | undefined;
}

function Over({ title, isOpen, onClose, children, actions, isDismissable = true, shape, place }: OverProps) {
  const t = useText();
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => open || onClose()}
      isDismissable={isDismissable}
      className={classes(style.scrim, place)}
    >
      <Modal className={shape ?? ""} data-modal>
        <AriaDialog className={style.inner ?? ""}>
          <header className={style.head}>
            <Heading slot="title" level={2} className={style.title ?? ""}>
              {title}
            </Heading>
            <IconButton label={t("ui.close")} onPress={onClose}>
              <X size={18} aria-hidden />
            </IconButton>
          </header>
          <div className={style.body}>{children}</div>
          {actions !== undefined && <footer className={style.foot}>{actions}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
