// Buttons: one strong per view, plain ones, and quiet ones that look like text.

import type { ReactNode } from "react";
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
  Tooltip,
  TooltipTrigger,
} from "react-aria-components";
import type { CommandId } from "../core/commands.ts";
import style from "./Button.module.css";
import { classes } from "./classes.ts";
import { Keys } from "./Keys.tsx";

interface ButtonProps extends Omit<AriaButtonProps, "className" | "style"> {
  look?: "strong" | "plain" | "quiet" | "danger";
  isWide?: boolean;
  children: ReactNode;
}

export function Button({ look = "plain", isWide = false, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={classes(style.button, style[look], isWide && style.wide)}>
      {children}
    </AriaButton>
  );
}

interface IconButtonProps extends Omit<AriaButtonProps, "className" | "style"> {
  /** What it does; its tooltip and its name. */
  label: string;
  /** The command that does the same; the tooltip teaches its key. */
  command?: CommandId;
  children: ReactNode;
}

export function IconButton({ label, command, children, ...rest }: IconButtonProps) {
  return (
    <TooltipTrigger delay={500}>
      <AriaButton {...rest} aria-label={label} className={style.icon}>
        {children}
      </AriaButton>
      <Tooltip className={style.tooltip} offset={6}>
        {label}
        {command !== undefined && <Keys of={command} />}
      </Tooltip>
    </TooltipTrigger>
  );
}
