// The messages at the foot of the page. They wait while somebody points at them or stands in them.

import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { useStore } from "../core/store.ts";
import { closeToast, lifetimeOf, type Toast, toasts } from "../core/toasts.ts";
import { useText } from "../i18n/text.tsx";
import { Button, IconButton } from "./Button.tsx";
import { classes } from "./classes.ts";
import style from "./Toasts.module.css";

export function Toasts() {
  const t = useText();
  const [isHeld, setHeld] = useState(false);
  const shown = useStore(toasts);
  if (shown.length === 0) return null;
  return (
    <section
      aria-label={t("ui.messages")}
      className={style.stack}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {shown.map((toast) => (
        <Message key={toast.id} toast={toast} isHeld={isHeld} />
      ))}
    </section>
  );
}

function Message({ toast, isHeld }: { toast: Toast; isHeld: boolean }) {
  const t = useText();
  useEffect(() => {
    const lifetime = lifetimeOf(toast);
    if (isHeld || lifetime === Number.POSITIVE_INFINITY) return;
    const timer = setTimeout(() => closeToast(toast.id), lifetime);
    return () => clearTimeout(timer);
  }, [toast, isHeld]);
  return (
    <div className={classes(style.toast, style[toast.tone])}>
      <p>{toast.words}</p>
      {toast.actions.map(({ label, run }) => (
        <Button key={label} look="quiet" onPress={run}>
          {label}
        </Button>
      ))}
      <IconButton label={t("ui.close")} onPress={() => closeToast(toast.id)}>
        <X size={16} aria-hidden />
      </IconButton>
    </div>
  );
}
