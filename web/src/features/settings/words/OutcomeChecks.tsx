// Which outcomes a type may have.

import { CheckboxGroup, Label } from "react-aria-components";
import { useText } from "../../../i18n/text.tsx";
import { Checkbox } from "../../../ui/Checkbox.tsx";
import field from "../../../ui/Field.module.css";
import type { Option } from "../../../ui/Select.tsx";
import style from "./Words.module.css";

interface OutcomeChecksProps {
  options: Option[];
  value: string[];
  onChange: (keys: string[]) => void;
}

export function OutcomeChecks({ options, value, onChange }: OutcomeChecksProps) {
  const t = useText();
  return (
    <CheckboxGroup value={value} onChange={onChange} className={field.field ?? ""}>
      <Label className={field.label ?? ""}>{t("settings.outcomes")}</Label>
      <div className={style.checks}>
        {options.map(({ id, label }) => (
          <Checkbox key={id} value={id}>
            {label}
          </Checkbox>
        ))}
      </div>
    </CheckboxGroup>
  );
}
