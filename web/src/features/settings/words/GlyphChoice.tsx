// Which drawing stands for a type.

import type { InteractionType } from "@onward/client";
import { Label, Radio, RadioGroup } from "react-aria-components";
import { GLYPHS } from "../../../design/glyphs.tsx";
import { useText } from "../../../i18n/text.tsx";
import field from "../../../ui/Field.module.css";
import { Glyph } from "../../../ui/Thread.tsx";
import style from "./GlyphChoice.module.css";

type Name = NonNullable<InteractionType["glyph"]>;

const NAMES = Object.keys(GLYPHS) as Name[];

export function GlyphChoice({ value, onChange }: { value: Name; onChange: (name: Name) => void }) {
  const t = useText();
  return (
    <RadioGroup value={value} onChange={(chosen) => onChange(chosen as Name)} className={field.field ?? ""}>
      <Label className={field.label ?? ""}>{t("settings.glyph")}</Label>
      <div className={style.glyphs}>
        {NAMES.map((name) => (
          <Radio key={name} value={name} className={style.option ?? ""}>
            <span className={style.bead} aria-hidden>
              <Glyph name={name} />
            </span>
            {t(`settings.glyph.${name}`)}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
