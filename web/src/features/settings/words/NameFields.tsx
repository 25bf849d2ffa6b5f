// What a word is called, and the key by which programs know it. The key of one that exists stays.

import { useState } from "react";
import { useText } from "../../../i18n/text.tsx";
import { Field } from "../../../ui/Field.tsx";
import { keyOf } from "./labels.ts";

export function NameFields({ label, keyName }: { label: string; keyName: string | undefined }) {
  const t = useText();
  const [key, setKey] = useState("");
  const [isOwn, setOwn] = useState(false);
  return (
    <>
      <Field
        name="label"
        label={t("settings.wordLabel")}
        defaultValue={label}
        isRequired
        autoFocus
        onChange={(words) => isOwn || setKey(keyOf(words))}
      />
      {keyName === undefined && (
        <Field
          name="key"
          label={t("settings.wordKey")}
          help={t("settings.wordKeyHelp")}
          value={key}
          isRequired
          onChange={(typed) => {
            setKey(typed);
            setOwn(typed !== "");
          }}
        />
      )}
    </>
  );
}
