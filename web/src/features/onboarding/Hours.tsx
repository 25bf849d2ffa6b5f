// Zone and hours, with what the browser knows already filled in.

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { onward } from "../../api/client.ts";
import { settingsQuery } from "../../api/tenant.ts";
import { zoneHere } from "../../core/format.ts";
import { useText } from "../../i18n/text.tsx";
import { ComboBox } from "../../ui/ComboBox.tsx";
import { Field } from "../../ui/Field.tsx";
import fields from "../../ui/Fields.module.css";
import { ServerForm } from "../../ui/ServerForm.tsx";
import style from "./Start.module.css";

export function Hours({ onDone }: { onDone: () => void }) {
  const t = useText();
  const client = useQueryClient();
  const [zone, setZone] = useState(zoneHere);
  const zones = [...new Set(["UTC", zone, ...Intl.supportedValuesOf("timeZone")])];
  const save = async ({ opens_at = "", closes_at = "" }: Record<string, string>) => {
    const saved = await onward.settings.updateSettings({ zone, calendar: { opens_at, closes_at } });
    client.setQueryData(settingsQuery.queryKey, saved);
    onDone();
  };
  return (
    <ServerForm names={["opens_at", "closes_at"]} send={save} submit={t("start.continue")}>
      <ComboBox
        label={t("start.zone")}
        choices={zones.map((id) => ({ id, label: id.replaceAll("_", " ") }))}
        selectedKey={zone}
        onSelectionChange={(chosen) => chosen !== null && setZone(String(chosen))}
      />
      <div className={fields.pair}>
        <Field name="opens_at" type="time" label={t("start.opensAt")} defaultValue="09:00" isRequired />
        <Field name="closes_at" type="time" label={t("start.closesAt")} defaultValue="17:00" isRequired />
      </div>
      <p className={style.quiet}>{t("start.hoursLead")}</p>
    </ServerForm>
  );
}
