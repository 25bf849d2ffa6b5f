// Pages that are not there, and pages that broke.

import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { createContext, type ReactNode, useContext } from "react";
import { useTitle } from "../core/title.ts";
import { useText } from "../i18n/text.tsx";
import { Button } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorPanel } from "../ui/ErrorPanel.tsx";
import style from "./Failures.module.css";

/** Whether the page stands in the frame, which is the main landmark already. */
export const Framed = createContext(false);

function Room({ children }: { children: ReactNode }) {
  if (useContext(Framed)) return <div className={style.page}>{children}</div>;
  return (
    <main id="main" className={style.page}>
      {children}
    </main>
  );
}

export function MissingPage() {
  const t = useText();
  useTitle(t("app.missingTitle"));
  return (
    <Room>
      <EmptyState heading="h1" title={t("app.missingTitle")} actions={<Link to="/today">{t("app.toToday")}</Link>}>
        {t("app.missingBody")}
      </EmptyState>
    </Room>
  );
}

export function BrokenPage({ error }: ErrorComponentProps) {
  const t = useText();
  const router = useRouter();
  return (
    <Room>
      <ErrorPanel error={error} title={t("app.brokenTitle")} onRetry={() => void router.invalidate()} />
      <p>
        <Button look="quiet" onPress={() => location.reload()}>
          {t("app.reload")}
        </Button>
      </p>
    </Room>
  );
}
