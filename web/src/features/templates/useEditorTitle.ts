// What the fields in hand are called.

import { useText } from "../../i18n/text.tsx";
import { placeOf } from "./outline.ts";
import { partOf } from "./parts.ts";
import type { Draft } from "./useDraft.ts";
import { condition, type Names } from "./words.ts";

/** "Step 2", or "Step 2, if No answer". */
export function useEditorTitle({ outline }: Draft, chosen: string, names: Names): string {
  const t = useText();
  const { step, lane, isOtherwise } = partOf(outline, chosen);
  if (step === undefined) return "";
  const number = placeOf(outline, step.key) + 1;
  if (lane !== undefined) return t("templates.laneOf", { number, when: condition(lane, names) });
  return isOtherwise ? t("templates.otherwiseOf", { number }) : t("templates.stepNumber", { number });
}
