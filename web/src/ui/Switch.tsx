// On or off, with what it means below.

import { Switch as AriaSwitch, type SwitchProps as AriaSwitchProps } from "react-aria-components";
import style from "./Switch.module.css";

interface SwitchProps extends Omit<AriaSwitchProps, "className" | "style" | "children"> {
  children: string;
  help?: string;
}

export function Switch({ children, help, ...rest }: SwitchProps) {
  return (
    <AriaSwitch {...rest} className={style.switch ?? ""}>
      <span className={style.track} aria-hidden />
      <span className={style.words}>
        <span className={style.label}>{children}</span>
        {help !== undefined && <span className={style.help}>{help}</span>}
      </span>
    </AriaSwitch>
  );
}
