// One item in the calendar.

import type { CSSProperties } from "react";
import { useText } from "../../i18n/text.tsx";
import { TypeGlyph } from "../../ui/Thread.tsx";
import style from "./Calendar.module.css";
import type { View } from "./kinds.ts";
import type { Placed, Slot } from "./placing.ts";
import type { Shown } from "./shown.ts";
import { clockWords, shortClockWords } from "./words.ts";

interface ChipProps {
  placed: Placed;
  shown: Shown;
  place?: CSSProperties;
  isGhost?: boolean;
}

export function Chip({ placed, shown, place, isGhost = false }: ChipProps) {
  const t = useText();
  const { interaction, customer } = placed.item;
  const { activeId, dragging, onOpen, moving } = shown;
  const isDone = interaction.status === "completed";
  const isLeaving = !isGhost && moving.placed?.id === placed.id;
  return (
    <button
      type="button"
      className={style.chip}
      style={place}
      data-id={isGhost ? undefined : placed.id}
      data-tone={isDone ? "done" : interaction.is_overdue ? "overdue" : undefined}
      data-ghost={isGhost || undefined}
      data-leaving={isLeaving || undefined}
      aria-hidden={isGhost || undefined}
      tabIndex={!isGhost && activeId === placed.id ? 0 : -1}
      onFocus={() => shown.onActive(placed.id)}
      onPointerDown={isDone || !shown.mayMove ? undefined : dragging.onPointerDown(placed)}
      onClick={() => dragging.hasDragged.current || onOpen(placed.id)}
    >
      <span className={style.sign}>
        <TypeGlyph type={interaction.type} size={13} />
      </span>
      <span className={style.chipWords}>
        <Time slot={placed.slot} view={shown.view} />{" "}
        <span>
          <strong>{customer?.name ?? ""}</strong> {interaction.title}
          {interaction.is_overdue && <span className="visually-hidden">, {t("calendar.overdue")}</span>}
          {isDone && <span className="visually-hidden">, {t("calendar.done")}</span>}
        </span>
      </span>
    </button>
  );
}

/** When it is. In a month there is room for a few signs only; in a week the place says it already. */
export function Time({ slot: { minute }, view }: { slot: Slot; view: View }) {
  if (minute === null) return null;
  if (view === "week") return <span className="visually-hidden">{clockWords(minute)}</span>;
  if (view !== "month") return <span className={style.time}>{clockWords(minute)}</span>;
  return (
    <>
      <span className="visually-hidden">{clockWords(minute)}</span>
      <span className={style.time} aria-hidden>
        {shortClockWords(minute)}
      </span>
    </>
  );
}
