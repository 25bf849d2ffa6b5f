// What comes in and goes out: imports, exports, everything into a new tenant, and the demo's rows.

import { Link } from "@tanstack/react-router";
import { useMay } from "../../../api/session.ts";
import { useText } from "../../../i18n/text.tsx";
import { Page, Part } from "../../../ui/Page.tsx";
import { Demo } from "./Demo.tsx";
import { Exports } from "./Exports.tsx";
import { TakeIn } from "./TakeIn.tsx";
import style from "./Transfer.module.css";

export function DataPage() {
  const t = useText();
  const mayImport = useMay("import");
  const mayExport = useMay("export");
  return (
    <Page title={t("settings.data")} lead={t("settings.dataLead")} needs="export">
      {mayImport && (
        <Part title={t("settings.imports")} lead={t("settings.importsLead")}>
          <div className={style.buttons}>
            <Link to="/import" search={{ kind: undefined }}>
              {t("settings.toImport")}
            </Link>
          </div>
        </Part>
      )}
      {mayExport && <Exports />}
      <Demo />
      {mayExport && <TakeIn />}
    </Page>
  );
}
