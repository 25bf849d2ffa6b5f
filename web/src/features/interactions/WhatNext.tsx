// What happens next: for each outcome the step that it would bring, before anything is done. Choosing one completes.

import type { Interaction } from "@onward/client";
import { useRef } from "react";
import { useActs } from "../../api/acts.ts";
import { useText } from "../../i18n/text.tsx";
import { OutcomeStrip } from "../../ui/OutcomeStrip.tsx";
import style from "./Detail.module.css";
import { useDetailKeys } from "./detailKeys.ts";
import { itemOf } from "./words.ts";

interface WhatNextProps {
  interaction: Interaction;
  onCancel: () => void;
}

export function WhatNext({ interaction, onCancel }: WhatNextProps) {
  const t = useText();
  const acts = useActs();
  const section = useRef<HTMLElement>(null);
  const item = itemOf(interaction);
  useDetailKeys({ complete: () => section.current?.querySelector("button")?.focus() });
  return (
    <section ref={section} className={style.section}>
      <h2 className={style.heading}>{t("interactions.whatNext")}</h2>
      <OutcomeStrip
        key={interaction.version}
        item={item}
        takesFocus={false}
        onChoose={({ outcome }, note) => void acts.complete(item, outcome ?? "", note || undefined)}
        onSkip={(_, note) => void acts.skip(item, note || undefined)}
        onCancel={onCancel}
      />
    </section>
  );
}
