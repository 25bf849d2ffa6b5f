// Something that is shown this once, to be copied: a key, a link, codes.

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { announce } from "../core/announce.ts";
import { useText } from "../i18n/text.tsx";
import { Button } from "./Button.tsx";
import style from "./Secret.module.css";

/** In the narrowest dialog. */
const CHARS_A_LINE = 26;

interface SecretProps {
  /** What it is, for who hears the page. */
  label: string;
  value: string;
}

export function Secret({ label, value }: SecretProps) {
  const t = useText();
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
    } catch {
      // Without TLS browsers give pages no clipboard; what is marked can be copied by hand.
      announce(t("ui.copyByHand"));
      return;
    }
    setCopied(true);
    announce(t("ui.copied"));
  };
  return (
    <div className={style.secret}>
      <textarea
        className={style.value}
        readOnly
        rows={Math.max(value.split("\n").length, Math.ceil(value.length / CHARS_A_LINE))}
        aria-label={label}
        value={value}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button onPress={() => void copy()}>
        {isCopied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
        {t(isCopied ? "ui.copied" : "ui.copy")}
      </Button>
    </div>
  );
}
