// What goes out and comes in as a whole: exports, and everything into a new tenant.

import { useMay } from "../../../api/session.ts";
import { useText } from "../../../i18n/text.tsx";
import { Page } from "../Page.tsx";
import { Exports } from "./Exports.tsx";
import { TakeIn } from "./TakeIn.tsx";

export function DataPage() {
  const t = useText();
  const may = useMay("export");
  return (
    <Page title={t("settings.data")} lead={t("settings.dataLead")} needs="export">
      {may && (
        <>
          <Exports />
          <TakeIn />
        </>
      )}
    </Page>
  );
}
