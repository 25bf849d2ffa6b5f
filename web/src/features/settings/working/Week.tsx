// The days that are worked: seven knots on a thread, those that count filled.

import { Check } from "lucide-react";
import { Checkbox, CheckboxGroup, FieldError, Label } from "react-aria-components";
import { formatWeekday } from "../../../core/longDates.ts";
import { formatLocale } from "../../../i18n/locale.ts";
import { useText } from "../../../i18n/text.tsx";
import field from "../../../ui/Field.module.css";
import style from "./Working.module.css";

const WEEK = [1, 2, 3, 4, 5, 6, 7];

interface WeekProps {
  /** 1 is Monday. */
  weekdays: number[];
  onChange: (weekdays: number[]) => void;
  isDisabled?: boolean;
}

export function Week({ weekdays, onChange, isDisabled = false }: WeekProps) {
  const t = useText();
  const locale = formatLocale();
  return (
    <CheckboxGroup
      name="calendar.weekdays"
      className={field.field ?? ""}
      value={weekdays.map(String)}
      isDisabled={isDisabled}
      onChange={(chosen) => onChange(chosen.map(Number).sort((one, other) => one - other))}
    >
      <Label className={field.label ?? ""}>{t("settings.weekdays")}</Label>
      <div className={style.week}>
        {WEEK.map((weekday) => (
          <Checkbox
            key={weekday}
            value={String(weekday)}
            aria-label={formatWeekday(weekday, locale, "long")}
            className={style.day ?? ""}
          >
            <span className={style.knot} aria-hidden>
              <Check size={14} strokeWidth={3} />
            </span>
            <span aria-hidden>{formatWeekday(weekday, locale)}</span>
          </Checkbox>
        ))}
      </div>
      <FieldError className={field.fault ?? ""} />
    </CheckboxGroup>
  );
}
