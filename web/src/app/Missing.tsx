// The page that is not there.

import { Link } from "@tanstack/react-router";
import { useTitle } from "../core/title.ts";
import { useText } from "../i18n/text.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Room } from "./Room.tsx";

export function MissingPage() {
  const t = useText();
  useTitle(t("shell.missingTitle"));
  return (
    <Room>
      <EmptyState heading="h1" title={t("shell.missingTitle")} actions={<Link to="/today">{t("shell.toToday")}</Link>}>
        {t("shell.missingBody")}
      </EmptyState>
    </Room>
  );
}
