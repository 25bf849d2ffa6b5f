// Another day for an item: one key for the usual ones, or typed as one says it.

import type { Interaction, RescheduleInteraction } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { settingsQuery } from "../api/tenant.ts";
import { type Heard, readDate } from "../core/dateWords.ts";
import { addDays, daysBetween, nextWeekday, todayIn } from "../core/days.ts";
import { formatDay } from "../core/format.ts";
import { formatLocale } from "../i18n/locale.ts";
import { useText } from "../i18n/text.tsx";
import { Button } from "./Button.tsx";
import { Field } from "./Field.tsx";
import style from "./ItemPanel.module.css";
import { KeyNames } from "./Keys.tsx";

const MONDAY = 1;

type Said = Pick<Heard, "day" | "time">;

interface ReschedulePanelProps {
  interaction: Interaction;
  onMove: (to: RescheduleInteraction) => void;
}

export function ReschedulePanel({ interaction, onMove }: ReschedulePanelProps) {
  const t = useText();
  const { data: settings } = useQuery(settingsQuery);
  const [typed, setTyped] = useState("");
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("button")?.focus({ preventScroll: true }), []);
  const today = todayIn(settings?.zone ?? "UTC");
  const said = readDate(typed, today, formatLocale());
  const usual: [string, string][] = [
    [t("items.tomorrow"), addDays(today, 1)],
    [t("items.nextWeek"), nextWeekday(today, MONDAY)],
  ];
  /** A letter begins a date, so that nobody has to go to the field first. */
  const begin = (letter: string) => {
    setTyped(letter);
    form.current?.querySelector("input")?.focus();
  };
  const move = (to: Said) => onMove(movedTo(interaction, to));
  const onKeyDown = (event: KeyboardEvent) => {
    const isTyping = event.target instanceof HTMLInputElement;
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !/^[\p{L}\p{N}+]$/u.test(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    const day = usual[Number(event.key) - 1]?.[1];
    if (day !== undefined) move({ day, time: null });
    else begin(event.key);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (said !== null) move(said);
  };
  return (
    <form
      ref={form}
      className={style.panel}
      onSubmit={submit}
      onKeyDown={onKeyDown}
      aria-label={t("items.rescheduleTitle")}
    >
      <div className={style.usual}>
        {usual.map(([label, day], place) => (
          <Button key={label} onPress={() => move({ day, time: null })}>
            <KeyNames keys={String(place + 1)} />
            {label}
            <span className={style.faint}>{formatDay(day, formatLocale())}</span>
          </Button>
        ))}
      </div>
      <Field
        label={t("items.when")}
        placeholder={t("items.whenPlaceholder")}
        help={helpFor(typed, said, t)}
        value={typed}
        onChange={setTyped}
        maxLength={60}
      />
    </form>
  );
}

function helpFor(typed: string, said: Said | null, t: ReturnType<typeof useText>): string {
  if (typed.trim() === "") return t("items.whenHint");
  return said === null ? t("items.whenUnheard") : t("items.whenHeard", { when: writeSaid(said) });
}

export function writeSaid({ day, time }: Said): string {
  return time === null ? formatDay(day, formatLocale()) : `${formatDay(day, formatLocale())}, ${time}`;
}

/** By days where no time is said, so that an item keeps its own; the server places it among the working days. */
export function movedTo({ scheduled_on, due_on, scheduled_at }: Interaction, to: Said): RescheduleInteraction {
  const from = scheduled_on ?? due_on;
  if (to.time === null && from !== null) return { by_days: daysBetween(from, to.day) };
  const at = to.time === null ? to.day : `${to.day}T${to.time}`;
  return scheduled_at === null && due_on !== null ? { due_at: at } : { scheduled_at: at };
}
