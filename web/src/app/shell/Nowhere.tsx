// For somebody with an account and no tenant: an invitation is the way on.

import { useText } from "../../i18n/text.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";

export default function Nowhere() {
  const t = useText();
  return <EmptyState title={t("shell.nowhereTitle")}>{t("shell.nowhereBody")}</EmptyState>;
}
