// Pages that are not there, and pages that broke.

import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { useTitle } from "../core/title.ts";
import { useText } from "../i18n/text.tsx";
import { Button } from "../ui/Button.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorPanel } from "../ui/ErrorPanel.tsx";
import style from "./Failures.module.css";

export function MissingPage() {
  const t = useText();
  useTitle(t("app.missingTitle"));
  return (
    <main id="main" className={style.page}>
      <EmptyState title={t("app.missingTitle")} actions={<Link to="/today">{t("app.toToday")}</Link>}>
        {t("app.missingBody")}
      </EmptyState>
    </main>
  );
}

export function BrokenPage({ error }: ErrorComponentProps) {
  const t = useText();
  const router = useRouter();
  return (
    <main id="main" className={style.page}>
      <ErrorPanel error={error} title={t("app.brokenTitle")} onRetry={() => void router.invalidate()} />
      <p>
        <Button look="quiet" onPress={() => location.reload()}>
          {t("app.reload")}
        </Button>
      </p>
    </main>
  );
}
