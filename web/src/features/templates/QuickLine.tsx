// A step in one line: what is typed is read at once, Enter makes it.

import { forwardRef, useState } from "react";
import { Input, Label, Text, TextField } from "react-aria-components";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import field from "../../ui/Field.module.css";
import { readQuickLine } from "./oneLine.ts";
import type { StepFields } from "./outline.ts";
import style from "./QuickLine.module.css";
import { type Names, timing, typeName } from "./words.ts";

interface QuickLineProps {
  names: Names;
  /** Below which step it goes, in words. */
  below: string;
  onAdd: (fields: StepFields) => void;
  onLeave: () => void;
}

export const QuickLine = forwardRef<HTMLInputElement, QuickLineProps>(({ names, below, onAdd, onLeave }, input) => {
  const t = useText();
  const [line, setLine] = useState("");
  const read = readQuickLine(line, names.types);
  const add = () => {
    if (read === null) return;
    onAdd(read);
    setLine("");
  };
  return (
    <form
      className={style.line}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <TextField
        className={field.field ?? ""}
        value={line}
        onChange={setLine}
        onKeyDown={(event) => event.key === "Escape" && onLeave()}
        autoComplete="off"
      >
        <Label className={field.label ?? ""}>{t("templates.quick", { step: below })}</Label>
        <Input ref={input} className={field.input ?? ""} placeholder={t("templates.quickHint")} />
        <Text slot="description" className={field.help ?? ""}>
          {read === null ? t("templates.quickHelp") : `${typeName(read.type, names)} · ${read.title} · ${timing(read)}`}
        </Text>
      </TextField>
      <Button type="submit" isDisabled={read === null}>
        {t("templates.addStep")}
      </Button>
    </form>
  );
});
