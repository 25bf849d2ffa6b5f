// A day, with a time or for the whole of it.

import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { DateField } from "../../ui/DateField.tsx";
import style from "./Detail.module.css";

interface WhenFieldProps {
  label: string;
  /** `2026-11-24`, or with its time `2026-11-24T10:00`, in the zone. */
  value: string | null;
  onChange: (value: string | null) => void;
  zone: string;
}

const FIRST_TIME = "T09:00";

export function WhenField({ label, value, onChange, zone }: WhenFieldProps) {
  const t = useText();
  const withTime = value !== null && value.length > 10;
  return (
    <div>
      <DateField key={String(withTime)} label={label} value={value} onChange={onChange} withTime={withTime} />
      <div className={style.acts}>
        {value !== null && (
          <Button look="quiet" onPress={() => onChange(withTime ? value.slice(0, 10) : value + FIRST_TIME)}>
            {t(withTime ? "interactions.wholeDay" : "interactions.addTime")}
          </Button>
        )}
        {withTime && <span className={style.faint}>{t("interactions.inZone", { zone })}</span>}
      </div>
    </div>
  );
}
