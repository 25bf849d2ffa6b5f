// The tenant's own days off, besides public holidays.

import { X } from "lucide-react";
import { useState } from "react";
import { formatDate } from "../../../core/longDates.ts";
import { formatLocale } from "../../../i18n/locale.ts";
import { useText } from "../../../i18n/text.tsx";
import { Button, IconButton } from "../../../ui/Button.tsx";
import { DateField } from "../../../ui/DateField.tsx";
import style from "./Working.module.css";

interface DaysOffProps {
  days: string[];
  onChange: (days: string[]) => void;
  isDisabled: boolean;
}

export function DaysOff({ days, onChange, isDisabled }: DaysOffProps) {
  const t = useText();
  const [day, setDay] = useState<string | null>(null);
  const add = () => {
    if (day === null) return;
    onChange([...new Set([...days, day])].sort());
    setDay(null);
  };
  return (
    <div className={style.own}>
      <p className={style.label}>{t("settings.daysOff")}</p>
      {days.length > 0 && (
        <ul className={style.chips}>
          {days.map((each) => (
            <li key={each} className={style.chip}>
              {formatDate(each, formatLocale())}
              {!isDisabled && (
                <IconButton
                  label={t("settings.dropDayOff", { day: formatDate(each, formatLocale()) })}
                  onPress={() => onChange(days.filter((other) => other !== each))}
                >
                  <X size={14} aria-hidden />
                </IconButton>
              )}
            </li>
          ))}
        </ul>
      )}
      {!isDisabled && (
        <div className={style.add}>
          <DateField label={t("settings.dayOff")} value={day} onChange={setDay} />
          <Button isDisabled={day === null} onPress={add}>
            {t("settings.addDayOff")}
          </Button>
        </div>
      )}
    </div>
  );
}
