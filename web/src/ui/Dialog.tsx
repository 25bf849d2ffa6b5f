// What lies over the page until it is answered: a dialog in the middle, a sheet at the side.

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useText } from "../i18n/text.tsx";
import { IconButton } from "./Button.tsx";
import { classes } from "./classes.ts";
import style from "./Dialog.module.css";

interface DialogProps {
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

export function Dialog({ size = "small", ...rest }: DialogProps) {
  return <Over {...rest} shape={classes(style.dialog, style[size])} place={style.middle} />;
}

/** Comes in at the side, on phones from below. */
export function Sheet({ size: _, ...rest }: DialogProps) {
  return <Over {...rest} shape={style.sheet} place={style.side} />;
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
