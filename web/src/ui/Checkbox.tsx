// Yes or no, with its words, and below them what it means.

import { Check } from "lucide-react";
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaCheckboxProps } from "react-aria-components";
import style from "./Checkbox.module.css";

interface CheckboxProps extends Omit<AriaCheckboxProps, "className" | "style" | "children"> {
  children: string;
  help?: string;
}

export function Checkbox({ children, help, ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox {...rest} className={style.box ?? ""}>
      {({ isSelected }) => (
        <>
          <span className={style.mark} aria-hidden>
            {isSelected && <Check size={14} strokeWidth={3} />}
          </span>
          <span>
            {children}
            {help !== undefined && <span className={style.help}>{help}</span>}
          </span>
        </>
      )}
    </AriaCheckbox>
  );
}
