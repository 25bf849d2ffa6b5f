// One of many, found by typing: a customer, a member, a template. What matches is the server's or the caller's. Its
// parts come when the first one is shown.

import { Suspense } from "react";
import { lazy } from "../core/lazy.ts";
import type { ComboBoxProps } from "./ComboBoxParts.tsx";
import field from "./Field.module.css";
import { HeldKeys } from "./Opening.tsx";

export type { Choice } from "./ComboBoxParts.tsx";

const Parts = lazy(() => import("./ComboBoxParts.tsx"));

/** With `onInputChange` the caller finds the choices; without, those given are narrowed by what is typed. */
export function ComboBox(props: ComboBoxProps) {
  return (
    <Suspense fallback={<Waiting {...props} />}>
      <Parts {...props} />
    </Suspense>
  );
}

function Waiting({ label, choices, selectedKey, defaultInputValue, autoFocus }: ComboBoxProps) {
  const chosen = choices.find(({ id }) => id === selectedKey);
  return (
    <div className={field.field} aria-hidden>
      {autoFocus && <HeldKeys />}
      <span className={field.label}>{label}</span>
      <span className={field.input}>{chosen?.label ?? defaultInputValue}</span>
    </div>
  );
}
