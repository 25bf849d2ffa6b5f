// When the tenant works: zone, days, hours, holidays; and at once what follows from that.

import type { Settings, UpdateSettings } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { useMay } from "../../../api/session.ts";
import { settingsQuery } from "../../../api/tenant.ts";
import { zoneHere } from "../../../core/format.ts";
import { useText } from "../../../i18n/text.tsx";
import { Button } from "../../../ui/Button.tsx";
import { ComboBox } from "../../../ui/ComboBox.tsx";
import { Field } from "../../../ui/Field.tsx";
import fields from "../../../ui/Fields.module.css";
import { Page, Part } from "../../../ui/Page.tsx";
import { Waiting } from "../../../ui/Waiting.tsx";
import { useSettingsDraft } from "../draft.ts";
import { SettingsForm } from "../SettingsForm.tsx";
import { Consequences } from "./Consequences.tsx";
import { allCountries, allZones } from "./choices.ts";
import { DaysOff } from "./DaysOff.tsx";
import { Week } from "./Week.tsx";
import style from "./Working.module.css";

const NAMES = [
  "zone",
  "calendar.weekdays",
  "calendar.opens_at",
  "calendar.closes_at",
  "calendar.holiday_country",
  "calendar.holiday_subdivision",
  "calendar.days_off",
];

interface Hours extends UpdateSettings {
  zone: string;
  calendar: Settings["calendar"];
}

export function HoursPage() {
  const t = useText();
  const settings = useQuery({ ...settingsQuery, staleTime: 0 });
  return (
    <Page title={t("settings.hours")} lead={t("settings.hoursLead")} needs="settings:write">
      <Waiting for={settings}>{(found) => <HoursForm settings={found} />}</Waiting>
    </Page>
  );
}

function HoursForm({ settings }: { settings: Settings }) {
  const t = useText();
  const may = useMay("settings:write");
  const of = useSettingsDraft(settings, hoursOf, NAMES);
  const { zone, calendar } = of.draft;
  const change = (part: Partial<Hours["calendar"]>) => of.change({ calendar: { ...calendar, ...part } });
  return (
    <SettingsForm of={of}>
      <Part title={t("settings.week")}>
        <ZoneField value={zone} isDisabled={!may} onChange={(chosen) => of.change({ zone: chosen })} />
        <Week weekdays={calendar.weekdays} isDisabled={!may} onChange={(weekdays) => change({ weekdays })} />
        <div className={fields.wide}>
          <Field
            name="calendar.opens_at"
            type="time"
            label={t("settings.opensAt")}
            value={calendar.opens_at}
            isDisabled={!may}
            onChange={(opens_at) => change({ opens_at })}
          />
          <Field
            name="calendar.closes_at"
            type="time"
            label={t("settings.closesAt")}
            value={calendar.closes_at}
            isDisabled={!may}
            onChange={(closes_at) => change({ closes_at })}
          />
        </div>
      </Part>
      <Part title={t("settings.holidays")}>
        <Holidays calendar={calendar} isDisabled={!may} onChange={change} />
        <DaysOff days={calendar.days_off} isDisabled={!may} onChange={(days_off) => change({ days_off })} />
      </Part>
      <Consequences of={of.draft} />
    </SettingsForm>
  );
}

interface ZoneFieldProps {
  value: string;
  onChange: (zone: string) => void;
  isDisabled?: boolean;
}

export function ZoneField({ value, onChange, isDisabled = false }: ZoneFieldProps) {
  const t = useText();
  const here = zoneHere();
  return (
    <div className={style.zone}>
      <ComboBox
        name="zone"
        label={t("settings.zone")}
        choices={allZones(value)}
        selectedKey={value}
        isDisabled={isDisabled}
        onSelectionChange={(chosen) => chosen !== null && onChange(String(chosen))}
      />
      {!isDisabled && here !== value && (
        <Button look="quiet" onPress={() => onChange(here)}>
          {t("settings.zoneHere", { zone: here.replaceAll("_", " ") })}
        </Button>
      )}
    </div>
  );
}

interface HolidaysProps {
  calendar: Hours["calendar"];
  isDisabled: boolean;
  onChange: (part: Partial<Hours["calendar"]>) => void;
}

const NONE = "none";

function Holidays({ calendar, isDisabled, onChange }: HolidaysProps) {
  const t = useText();
  const country = calendar.holiday_country;
  return (
    <div className={fields.wide}>
      <ComboBox
        name="calendar.holiday_country"
        label={t("settings.country")}
        choices={[{ id: NONE, label: t("settings.noCountry") }, ...allCountries()]}
        selectedKey={country ?? NONE}
        isDisabled={isDisabled}
        onSelectionChange={(chosen) =>
          chosen !== null &&
          onChange({ holiday_country: chosen === NONE ? null : String(chosen), holiday_subdivision: null })
        }
      />
      {country !== null && (
        <Field
          name="calendar.holiday_subdivision"
          label={t("settings.subdivision")}
          help={t("settings.subdivisionHelp")}
          value={calendar.holiday_subdivision ?? ""}
          maxLength={10}
          isDisabled={isDisabled}
          onChange={(part) => onChange({ holiday_subdivision: part.trim().toUpperCase() || null })}
        />
      )}
    </div>
  );
}

function hoursOf({ zone, calendar }: Settings): Hours {
  return { zone, calendar };
}
