// The parts of Select: the button, and the list that it opens.

import { ChevronDown } from "lucide-react";
import {
  Select as AriaSelect,
  type SelectProps as AriaSelectProps,
  Button,
  FieldError,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
} from "react-aria-components";
import { classes } from "./classes.ts";
import field from "./Field.module.css";
import menu from "./Menu.module.css";
import option from "./Option.module.css";
import style from "./Select.module.css";

export interface Option {
  id: string;
  label: string;
}

export interface SelectProps extends Omit<AriaSelectProps<Option>, "className" | "style" | "children"> {
  label: string;
  options: Option[];
  /** For those who hear the page only, where the choice speaks for itself. */
  hidesLabel?: boolean;
}

export default function SelectParts({ label, options, hidesLabel = false, ...rest }: SelectProps) {
  return (
    // It opens before its options are there too; they appear in the open list.
    <AriaSelect {...rest} allowsEmptyCollection className={field.field ?? ""}>
      <Label className={hidesLabel ? "visually-hidden" : (field.label ?? "")}>{label}</Label>
      <Button className={style.button ?? ""}>
        <SelectValue className={style.value ?? ""} />
        <ChevronDown size={16} aria-hidden />
      </Button>
      <FieldError className={field.fault ?? ""} />
      <Popover className={menu.popover ?? ""} offset={4}>
        <ListBox items={options} className={menu.menu ?? ""}>
          {({ id, label: words }) => (
            <ListBoxItem id={id} textValue={words} className={classes(option.option, style.option)}>
              {words}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
