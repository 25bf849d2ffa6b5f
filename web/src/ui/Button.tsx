// Buttons: one strong per view, plain ones, and quiet ones that look like text.

import { type ReactNode, type Ref, Suspense, useEffect, useRef, useState } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components";
import type { CommandId } from "../core/commands.ts";
import { lazy } from "../core/lazy.ts";
import style from "./Button.module.css";
import { classes } from "./classes.ts";

interface ButtonProps extends Omit<AriaButtonProps, "className" | "style"> {
  ref?: Ref<HTMLButtonElement>;
  look?: "strong" | "plain" | "quiet" | "danger";
  isWide?: boolean;
  children: ReactNode;
}

export function Button({ look = "plain", isWide = false, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={classes(buttonLook(look), isWide && style.wide)}>
      {children}
    </AriaButton>
  );
}

/** For a link that should look like a button. */
export function buttonLook(look: "strong" | "plain" | "quiet" | "danger"): string {
  return classes(style.button, style[look]);
}

interface IconButtonProps extends Omit<AriaButtonProps, "className" | "style"> {
  /** What it does; its tooltip and its name. */
  label: string;
  /** The command that does the same; the tooltip teaches its key. */
  command?: CommandId;
  children: ReactNode;
}

// Placing a tooltip takes much code, and nobody sees one before half a second has passed.
const Tip = lazy(() => import("./Tip.tsx"));
const DELAY_MS = 500;

export function IconButton({ label, command, children, ...rest }: IconButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [isWanted, setWanted] = useState(false);
  const isShown = useDelayed(isWanted);
  return (
    <>
      <AriaButton
        {...rest}
        ref={button}
        aria-label={label}
        className={style.icon ?? ""}
        onHoverChange={setWanted}
        onFocusChange={(isFocused) => setWanted(isFocused && button.current?.matches(":focus-visible") === true)}
        onPressStart={() => setWanted(false)}
      >
        {children}
      </AriaButton>
      {isShown && (
        <Suspense>
          <Tip of={button} label={label} command={command} onClose={() => setWanted(false)} />
        </Suspense>
      )}
    </>
  );
}

function useDelayed(isWanted: boolean): boolean {
  const [isDue, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(isWanted), isWanted ? DELAY_MS : 0);
    return () => clearTimeout(timer);
  }, [isWanted]);
  return isWanted && isDue;
}
