// Dragging an item with the mouse; fingers scroll, and have "Move to …".

import { type PointerEvent, useRef } from "react";
import type { Placed, Slot } from "./placing.ts";
import { STEP_MINUTES } from "./placing.ts";
import type { Moving } from "./useMoving.ts";

const NEAR_PX = 5;
const DAY_MINUTES = 24 * 60;

/** For the element of an item: pressed and moved away it is on its way. */
export function useDragging(moving: Moving) {
  const hasDragged = useRef(false);
  const onPointerDown = (placed: Placed) => (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0 || event.pointerType !== "mouse") return;
    const from = { x: event.clientX, y: event.clientY };
    let to: Slot | null = null;
    hasDragged.current = false;
    const onMove = (moved: globalThis.PointerEvent) => {
      if (!hasDragged.current && Math.hypot(moved.clientX - from.x, moved.clientY - from.y) < NEAR_PX) return;
      if (!hasDragged.current) moving.begin(placed);
      hasDragged.current = true;
      to = slotAt(moved.clientX, moved.clientY, placed.slot) ?? to;
      if (to !== null) moving.over(to);
    };
    const end = () => {
      document.removeEventListener("pointermove", onMove);
      document.removeEventListener("pointerup", onUp);
      document.removeEventListener("keydown", onKey, true);
    };
    const onUp = () => {
      end();
      if (hasDragged.current && to !== null) moving.put(placed, to);
    };
    const onKey = (key: KeyboardEvent) => {
      if (key.key !== "Escape") return;
      end();
      moving.cancel();
    };
    document.addEventListener("pointermove", onMove);
    document.addEventListener("pointerup", onUp);
    document.addEventListener("keydown", onKey, true);
  };
  return { onPointerDown, hasDragged };
}

/** The place below the pointer; in a month a day keeps the time. */
function slotAt(x: number, y: number, from: Slot): Slot | null {
  const below = document.elementsFromPoint(x, y);
  const day = below.map((element) => element.closest<HTMLElement>("[data-day]")).find((each) => each != null);
  if (day?.dataset.day === undefined) return null;
  const hours = day.querySelector<HTMLElement>("[data-hours]");
  if (hours === null) return { day: day.dataset.day, minute: from.minute };
  const { top, height } = hours.getBoundingClientRect();
  if (y < top) return { day: day.dataset.day, minute: null };
  const minute = Math.floor((((y - top) / height) * DAY_MINUTES) / STEP_MINUTES) * STEP_MINUTES;
  return { day: day.dataset.day, minute: Math.min(minute, DAY_MINUTES - STEP_MINUTES) };
}
