// A day, or a day with its time. The parts are heavy, so they come when the first one is shown.

import { Suspense } from "react";
import { lazy } from "../core/lazy.ts";
import type { DateFieldProps } from "./DateFieldParts.tsx";
import field from "./Field.module.css";

const Parts = lazy(() => import("./DateFieldParts.tsx"));

/** `value` is a day such as `2026-11-24`, or with its time `2026-11-24T10:00`, in whatever zone the caller means. */
export function DateField(props: DateFieldProps) {
  return (
    <Suspense fallback={<Waiting label={props.label} />}>
      <Parts {...props} />
    </Suspense>
  );
}

function Waiting({ label }: { label: string }) {
  return (
    <div className={field.field} aria-hidden>
      <span className={field.label}>{label}</span>
      <span className={field.input} />
    </div>
  );
}
