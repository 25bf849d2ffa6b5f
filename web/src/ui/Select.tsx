// One of a few: a labelled button that shows the choice and opens the list. Its parts come when the first one is shown.

import { ChevronDown } from "lucide-react";
import { Suspense } from "react";
import { lazy } from "../core/lazy.ts";
import field from "./Field.module.css";
import style from "./Select.module.css";
import type { SelectProps } from "./SelectParts.tsx";

export type { Option } from "./SelectParts.tsx";

const Parts = lazy(() => import("./SelectParts.tsx"));

export function Select(props: SelectProps) {
  return (
    <Suspense fallback={<Waiting {...props} />}>
      <Parts {...props} />
    </Suspense>
  );
}

/** The same drawing, without its list yet. */
function Waiting({ label, options, hidesLabel, selectedKey, defaultSelectedKey }: SelectProps) {
  const chosen = options.find(({ id }) => id === (selectedKey ?? defaultSelectedKey));
  return (
    <div className={field.field} aria-hidden>
      {hidesLabel !== true && <span className={field.label}>{label}</span>}
      <span className={style.button}>
        <span>{chosen?.label}</span>
        <ChevronDown size={16} />
      </span>
    </div>
  );
}
