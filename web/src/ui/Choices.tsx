// One of a few that are worth a sentence each: all of them in sight, a bead before the chosen one.

import {
  type RadioGroupProps as AriaRadioGroupProps,
  FieldError,
  Label,
  Radio,
  RadioGroup,
} from "react-aria-components";
import style from "./Choices.module.css";
import field from "./Field.module.css";

export interface Choosable {
  id: string;
  label: string;
  help?: string;
}

interface ChoicesProps extends Omit<AriaRadioGroupProps, "className" | "style" | "children"> {
  label: string;
  options: Choosable[];
  /** The chosen one takes the focus. */
  autoFocus?: boolean;
}

export function Choices({ label, options, autoFocus = false, ...rest }: ChoicesProps) {
  return (
    <RadioGroup {...rest} className={field.field ?? ""}>
      <Label className={field.label ?? ""}>{label}</Label>
      <div className={style.options}>
        {options.map(({ id, label: words, help }) => (
          <Radio key={id} value={id} autoFocus={autoFocus && id === rest.value} className={style.option ?? ""}>
            <span className={style.bead} aria-hidden />
            <span className={style.words}>
              <span>{words}</span>
              {help !== undefined && <span className={field.help}>{help}</span>}
            </span>
          </Radio>
        ))}
      </div>
      <FieldError className={field.fault ?? ""} />
    </RadioGroup>
  );
}
