// A step that is not planned yet, as a ghost: it leads to its customer, where the plan is changed.

import { Link } from "@tanstack/react-router";
import type { CSSProperties } from "react";
import { useText } from "../../i18n/text.tsx";
import { TypeGlyph } from "../../ui/Thread.tsx";
import style from "./Calendar.module.css";
import { Time } from "./Chip.tsx";
import type { Projected } from "./placing.ts";
import type { Shown } from "./shown.ts";

interface StepProps {
  step: Projected;
  shown: Shown;
  place?: CSSProperties;
}

export function Step({ step: { slot, title, type, customer }, shown, place }: StepProps) {
  const t = useText();
  return (
    <Link
      to="/customers/$customerId"
      params={{ customerId: customer.id }}
      className={style.chip}
      style={place}
      data-ahead
    >
      <span className={style.sign}>
        <TypeGlyph type={type} size={13} />
      </span>
      <span className={style.chipWords}>
        <Time slot={slot} view={shown.view} />{" "}
        <span>
          <strong>{customer.name}</strong> {title}
          <span className="visually-hidden">, {t("calendar.aheadMark")}</span>
        </span>
      </span>
    </Link>
  );
}
