// A labelled line of input: label above, help below, the fault in its place.

import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import {
  Button,
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField,
  type TextFieldProps,
} from "react-aria-components";
import { useText } from "../i18n/text.tsx";
import style from "./Field.module.css";

interface FieldProps extends Omit<TextFieldProps, "className" | "style" | "children"> {
  label: string;
  help?: string;
  placeholder?: string;
  /** How many lines; more than one makes it a text area. */
  lines?: number;
}

export function Field({ label, help, placeholder, lines = 1, ...rest }: FieldProps) {
  return (
    <TextField {...rest} className={style.field}>
      <Label className={style.label}>{label}</Label>
      {lines > 1 ? (
        <TextArea className={style.input} rows={lines} placeholder={placeholder} />
      ) : (
        <Input className={style.input} placeholder={placeholder} />
      )}
      <Below help={help} />
    </TextField>
  );
}

/** A password that can be looked at; managers and pasting are welcome. */
export function PasswordField({ label, help, ...rest }: Omit<FieldProps, "lines" | "placeholder" | "type">) {
  const t = useText();
  const [isShown, setShown] = useState(false);
  const Sign = isShown ? EyeOff : Eye;
  return (
    <TextField {...rest} type={isShown ? "text" : "password"} className={style.field}>
      <Label className={style.label}>{label}</Label>
      <div className={style.joined}>
        <Input className={style.input} autoCapitalize="none" spellCheck={false} />
        <Button
          className={style.look ?? ""}
          aria-label={t(isShown ? "ui.hidePassword" : "ui.showPassword")}
          onPress={() => setShown(!isShown)}
        >
          <Sign size={18} aria-hidden />
        </Button>
      </div>
      <Below help={help} />
    </TextField>
  );
}

function Below({ help }: { help: string | undefined }) {
  return (
    <>
      {help !== undefined && (
        <Text slot="description" className={style.help}>
          {help}
        </Text>
      )}
      <FieldError className={style.fault ?? ""} />
    </>
  );
}
