// The kind of an outcome as a sign, told apart by its outline alone.

import { Check, type LucideIcon, Minus, PhoneMissed, X } from "lucide-react";
import style from "./KindSign.module.css";

export type Kind = "positive" | "neutral" | "negative" | "no_contact";

const SIGNS: Record<Kind, LucideIcon> = { positive: Check, neutral: Minus, negative: X, no_contact: PhoneMissed };

export function KindSign({ kind }: { kind: Kind }) {
  const Sign = SIGNS[kind];
  return (
    <span className={style.sign} aria-hidden>
      <Sign size={15} />
    </span>
  );
}
