// One item in the calendar.

import type { CSSProperties } from "react";
import { formatTime } from "../../core/format.ts";
import { glyphOf } from "../../design/glyphs.tsx";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { Glyph } from "../../ui/Thread.tsx";
import style from "./Calendar.module.css";
import type { Placed } from "./placing.ts";
import type { Shown } from "./shown.ts";

interface ChipProps {
  placed: Placed;
  shown: Shown;
  place?: CSSProperties;
  isGhost?: boolean;
}

export function Chip({ placed, shown, place, isGhost = false }: ChipProps) {
  const t = useText();
  const { interaction, customer } = placed.item;
  const { zone, activeId, dragging, onOpen, moving } = shown;
  const at = interaction.scheduled_at ?? interaction.due_at;
  const time = placed.slot.minute === null || at === null ? null : formatTime(at, zone, formatLocale());
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
        <Glyph name={glyphOf(interaction.type)} size={13} />
      </span>
      <span className={style.chipWords}>
        {time !== null && <span className={style.time}>{time}</span>} <strong>{customer?.name ?? ""}</strong>{" "}
        {interaction.title}
        {interaction.is_overdue && <span className="visually-hidden">, {t("calendar.overdue")}</span>}
        {isDone && <span className="visually-hidden">, {t("calendar.done")}</span>}
      </span>
    </button>
  );
}
