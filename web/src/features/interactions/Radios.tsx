// One of a few, all in sight; the digits choose.

import { type KeyboardEvent, useEffect, useRef } from "react";
import { Label, Radio, RadioGroup } from "react-aria-components";
import { KeyNames } from "../../ui/Keys.tsx";
import type { Option } from "../../ui/Select.tsx";
import style from "./Bulk.module.css";

interface RadiosProps<T extends string> {
  label: string;
  options: (Option & { id: T })[];
  value: T | null;
  onChange: (id: T) => void;
  withDigits?: boolean;
}

export function Radios<T extends string>({ label, options, value, onChange, withDigits = false }: RadiosProps<T>) {
  const group = useRef<HTMLDivElement>(null);
  const hasOptions = options.length > 0;
  useEffect(() => {
    if (hasOptions) group.current?.querySelector<HTMLElement>("input")?.focus();
  }, [hasOptions]);
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = withDigits && /^[1-9]$/.test(event.key) ? options[Number(event.key) - 1] : undefined;
    if (chosen === undefined) return;
    event.preventDefault();
    onChange(chosen.id);
  };
  return (
    <RadioGroup
      ref={group}
      value={value}
      onChange={(id) => {
        const chosen = options.find((option) => option.id === id);
        if (chosen !== undefined) onChange(chosen.id);
      }}
      className={style.radios ?? ""}
    >
      <Label className={style.legend ?? ""}>{label}</Label>
      <fieldset className={style.options} onKeyDown={onKeyDown}>
        {options.map(({ id, label: words }, place) => (
          <Radio key={id} value={id} className={style.radio ?? ""}>
            {withDigits && place < 9 && <KeyNames keys={String(place + 1)} />}
            {words}
          </Radio>
        ))}
      </fieldset>
    </RadioGroup>
  );
}
