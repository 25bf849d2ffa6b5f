// A whole number with its unit, typed or stepped.

import { Minus, Plus } from "lucide-react";
import {
  NumberField as AriaNumberField,
  type NumberFieldProps as AriaNumberFieldProps,
  Button,
  FieldError,
  Group,
  Input,
  Label,
} from "react-aria-components";
import field from "./Field.module.css";
import style from "./NumberField.module.css";

interface NumberFieldProps extends Omit<AriaNumberFieldProps, "className" | "style" | "children"> {
  label: string;
  /** What is counted; it stands behind the number. */
  unit?: string;
}

export function NumberField({ label, unit, ...rest }: NumberFieldProps) {
  return (
    <AriaNumberField {...rest} className={field.field ?? ""}>
      <Label className={field.label ?? ""}>{label}</Label>
      <Group className={style.group ?? ""}>
        <Input className={style.input ?? ""} />
        {unit !== undefined && (
          <span className={style.unit} aria-hidden>
            {unit}
          </span>
        )}
        <Button slot="decrement" className={style.step ?? ""}>
          <Minus size={15} aria-hidden />
        </Button>
        <Button slot="increment" className={style.step ?? ""}>
          <Plus size={15} aria-hidden />
        </Button>
      </Group>
      <FieldError className={field.fault ?? ""} />
    </AriaNumberField>
  );
}
