// The parts of ComboBox: the field to type into, and the list below it.

import { ChevronDown } from "lucide-react";
import {
  ComboBox as AriaComboBox,
  type ComboBoxProps as AriaComboBoxProps,
  Button,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
} from "react-aria-components";
import { useText } from "../i18n/text.tsx";
import style from "./ComboBox.module.css";
import field from "./Field.module.css";
import menu from "./Menu.module.css";
import select from "./Select.module.css";
import type { Option } from "./SelectParts.tsx";

export interface Choice extends Option {
  /** What tells two of the same name apart. */
  detail?: string | undefined;
}

export interface ComboBoxProps
  extends Omit<AriaComboBoxProps<Choice>, "className" | "style" | "children" | "items" | "defaultItems"> {
  label: string;
  choices: Choice[];
  placeholder?: string;
}

/** With `onInputChange` the caller finds the choices; without, those given are narrowed by what is typed. */
export default function ComboBoxParts({ label, choices, placeholder, ...rest }: ComboBoxProps) {
  const t = useText();
  const given = rest.onInputChange === undefined ? { defaultItems: choices } : { items: choices };
  return (
    <AriaComboBox {...rest} {...given} className={field.field ?? ""} menuTrigger="focus" allowsEmptyCollection>
      <Label className={field.label ?? ""}>{label}</Label>
      <div className={style.joined}>
        <Input className={field.input ?? ""} placeholder={placeholder} />
        <Button className={style.open ?? ""} aria-label={t("ui.showChoices")}>
          <ChevronDown size={16} aria-hidden />
        </Button>
      </div>
      <FieldError className={field.fault ?? ""} />
      <Popover className={menu.popover ?? ""} offset={4}>
        <ListBox<Choice>
          className={menu.menu ?? ""}
          renderEmptyState={() => <p className={style.none}>{t("ui.noChoices")}</p>}
        >
          {({ id, label: words, detail }) => (
            <ListBoxItem id={id} textValue={words} className={select.option ?? ""}>
              <span>{words}</span>
              {detail !== undefined && <span className={style.detail}>{detail}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}
