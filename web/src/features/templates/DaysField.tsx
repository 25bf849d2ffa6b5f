// A small whole number: days, or times. What is no digit cannot be typed.

import { Field } from "../../ui/Field.tsx";

interface DaysFieldProps {
  label: string;
  name: string;
  value: number | null;
  onChange: (value: number | null) => void;
  placeholder?: string;
  help?: string;
}

const MOST_DIGITS = 4;

export function DaysField({ value, onChange, ...rest }: DaysFieldProps) {
  return (
    <Field
      {...rest}
      inputMode="numeric"
      autoComplete="off"
      value={value === null ? "" : String(value)}
      onChange={(typed) => {
        const digits = typed.replace(/\D/g, "").slice(0, MOST_DIGITS);
        onChange(digits === "" ? null : Number(digits));
      }}
      onFocus={(event) => event.target instanceof HTMLInputElement && event.target.select()}
    />
  );
}
