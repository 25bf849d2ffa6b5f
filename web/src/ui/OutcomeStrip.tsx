// What may come of an item, and what each outcome leads to. A digit completes; the consequence is seen before.

import type { Peek } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { type Item, peekQuery } from "../api/items.ts";
import { useOutcomeLabel, useZone } from "../api/tenant.ts";
import { writeNext } from "../api/wording.ts";
import { useText } from "../i18n/text.tsx";
import { Button } from "./Button.tsx";
import { classes } from "./classes.ts";
import { ErrorPanel } from "./ErrorPanel.tsx";
import { KeyNames } from "./Keys.tsx";
import style from "./OutcomeStrip.module.css";
import { HeldSkeleton, Skeleton } from "./Skeleton.tsx";

const MOST_DIGITS = 9;

interface OutcomeStripProps {
  item: Item;
  /** A chosen outcome, with what it leads to; `note` is empty where none was written. */
  onChoose: (peek: Peek, note: string) => void;
  onSkip: (peek: Peek, note: string) => void;
  onCancel: () => void;
  /** False where it stands open by itself and the focus is elsewhere. */
  takesFocus?: boolean;
}

export function OutcomeStrip({ item, takesFocus = true, ...acts }: OutcomeStripProps) {
  const t = useText();
  const peeks = useQuery(peekQuery(item.interaction.id));
  if (peeks.data === undefined && peeks.error !== null) {
    return <ErrorPanel error={peeks.error} title={t("items.peekFailed")} onRetry={() => void peeks.refetch()} />;
  }
  if (peeks.data === undefined) return takesFocus ? <HeldSkeleton rows={3} /> : <Skeleton rows={3} />;
  return <Choices item={item} peeks={peeks.data} takesFocus={takesFocus} {...acts} />;
}

function Choices({ item, peeks, takesFocus, onChoose, onSkip, onCancel }: OutcomeStripProps & { peeks: Peek[] }) {
  const t = useText();
  const [note, setNote] = useState("");
  const strip = useRef<HTMLFieldSetElement>(null);
  const isTaken = useRef(false);
  const labelOf = useOutcomeLabel();
  const zone = useZone();
  const outcomes = peeks.filter(({ verb }) => verb === "complete");
  const skipping = peeks.find(({ verb }) => verb === "skip");
  const first = () => strip.current?.querySelector<HTMLElement>("button")?.focus();
  useEffect(() => {
    if (takesFocus) strip.current?.querySelector<HTMLElement>("button")?.focus({ preventScroll: true });
  }, [takesFocus]);

  /** Hands are fast: whatever comes after the first choice was not meant for this item. */
  const take = (act: () => void) => {
    if (isTaken.current) return;
    isTaken.current = true;
    act();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
    const chosen = /^[1-9]$/.test(event.key) ? outcomes[Number(event.key) - 1] : undefined;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (chosen !== undefined) take(() => onChoose(chosen, note));
    else if (step !== undefined) walk(strip.current, step);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <fieldset ref={strip} className={style.strip} onKeyDown={onKeyDown}>
      <legend className="visually-hidden">
        {t("items.outcomes", { title: item.interaction.title })} {t("items.outcomesHint")}
      </legend>
      <ul className={style.choices}>
        {outcomes.map((peek, place) => (
          <Choice
            key={peek.outcome}
            peek={peek}
            label={labelOf(peek.outcome ?? "")}
            zone={zone}
            digit={place < MOST_DIGITS ? place + 1 : null}
            isSame={place > 0 && isSameNext(peek, outcomes[place - 1])}
            onChoose={() => take(() => onChoose(peek, note))}
          />
        ))}
      </ul>
      <div className={style.foot}>
        <Note value={note} onChange={setNote} onEnter={first} />
        {skipping !== undefined && (
          <Button look="quiet" onPress={() => take(() => onSkip(skipping, note))}>
            {t("items.skip")}
          </Button>
        )}
        <Button look="quiet" onPress={onCancel}>
          {t("items.cancel")}
        </Button>
      </div>
    </fieldset>
  );
}

interface ChoiceProps {
  peek: Peek;
  label: string;
  zone: string;
  digit: number | null;
  /** It leads to the same as the one above. */
  isSame: boolean;
  onChoose: () => void;
}

function Choice({ peek, label, zone, digit, isSame, onChoose }: ChoiceProps) {
  const reason = useId();
  return (
    <li>
      <button
        type="button"
        className={style.choice}
        data-same={isSame || undefined}
        onClick={onChoose}
        aria-describedby={reason}
        aria-keyshortcuts={digit === null ? undefined : String(digit)}
      >
        <span className={style.digit}>{digit !== null && <KeyNames keys={String(digit)} />}</span>
        <span className={style.outcome}>{label}</span>
        <span className={classes(style.next, peek.next_interaction === null && style.end, isSame && style.same)}>
          {writeNext(peek, zone)}
        </span>
        <span id={reason} className={style.reason}>
          {peek.next_step.explanation}
        </span>
      </button>
    </li>
  );
}

interface NoteProps {
  value: string;
  onChange: (value: string) => void;
  onEnter: () => void;
}

function Note({ value, onChange, onEnter }: NoteProps) {
  const t = useText();
  return (
    <input
      className={style.note}
      aria-label={t("items.noteLabel")}
      placeholder={t("items.noteLabel")}
      title={t("items.noteHint")}
      value={value}
      maxLength={10_000}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
        event.preventDefault();
        onEnter();
      }}
    />
  );
}

function isSameNext({ next_interaction: one, next_step }: Peek, above: Peek | undefined): boolean {
  const other = above?.next_interaction;
  return next_step.explanation === above?.next_step.explanation && one?.scheduled_at === other?.scheduled_at;
}

/** To the next or previous outcome, round the ends. */
function walk(strip: HTMLElement | null, step: number): void {
  const buttons = [...(strip?.querySelectorAll<HTMLElement>("li button") ?? [])];
  const here = buttons.findIndex((button) => button.matches(":focus"));
  buttons.at((here + step) % buttons.length)?.focus();
}
