// What follows when customers write, and what an outcome makes of a conversation.

import { useQuery } from "@tanstack/react-query";
import { settingsQuery } from "../../../api/tenant.ts";
import { useText } from "../../../i18n/text.tsx";
import { Page } from "../../../ui/Page.tsx";
import { Waiting } from "../../../ui/Waiting.tsx";
import { Rules } from "./Rules.tsx";
import { StatusForm } from "./StatusForm.tsx";

export function RulesPage() {
  const t = useText();
  const settings = useQuery({ ...settingsQuery, staleTime: 0 });
  return (
    <Page title={t("settings.rules")} lead={t("settings.rulesLead")} needs="settings:write">
      <Rules />
      <Waiting for={settings}>{(found) => <StatusForm settings={found} />}</Waiting>
    </Page>
  );
}
