// Pages that broke.

import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { useText } from "../i18n/text.tsx";
import { Button } from "../ui/Button.tsx";
import { ErrorPanel } from "../ui/ErrorPanel.tsx";
import { Room } from "./Room.tsx";

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
