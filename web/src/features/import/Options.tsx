// What to do with lines that are known already, and afterwards.

import type { Import } from "@onward/client";
import { useText } from "../../i18n/text.tsx";
import { Choices } from "../../ui/Choices.tsx";
import fields from "../../ui/Fields.module.css";
import { Part } from "../../ui/Page.tsx";
import { Switch } from "../../ui/Switch.tsx";

const ON_KNOWN = ["skip", "update"] as const;
const SAME_EMAIL = ["skip", "update", "create"] as const;
const DATE_ORDERS = ["iso", "day_first", "month_first"] as const;

interface OptionsProps {
  of: Import;
  options: Import["options"];
  onChange: (options: Import["options"]) => void;
}

export function Options({ of, options, onChange }: OptionsProps) {
  const t = useText();
  if (of.kind === "interactions") {
    return (
      <Part title={t("import.options")}>
        <Choices
          label={t("import.dates")}
          value={options.date_order ?? "iso"}
          options={DATE_ORDERS.map((id) => ({ id, label: t(`import.dates.${id}`) }))}
          onChange={(chosen) =>
            onChange({ ...options, date_order: chosen === "day_first" || chosen === "month_first" ? chosen : null })
          }
        />
      </Part>
    );
  }
  return (
    <Part title={t("import.options")}>
      <div className={fields.wide}>
        <Choices
          label={t("import.onKnown")}
          value={options.on_known ?? "skip"}
          options={ON_KNOWN.map((id) => ({ id, label: t(`import.known.${id}`) }))}
          onChange={(chosen) => onChange({ ...options, on_known: chosen === "update" ? "update" : "skip" })}
        />
        <Choices
          label={t("import.sameEmail")}
          value={options.same_email ?? "skip"}
          options={SAME_EMAIL.map((id) => ({ id, label: t(`import.known.${id}`) }))}
          onChange={(chosen) =>
            onChange({ ...options, same_email: SAME_EMAIL.find((each) => each === chosen) ?? "skip" })
          }
        />
      </div>
      <Switch
        isSelected={options.repair ?? true}
        help={t("import.repairHelp")}
        onChange={(repair) => onChange({ ...options, repair })}
      >
        {t("import.repair")}
      </Switch>
    </Part>
  );
}
