// A row drawn aside by a finger: to the right one thing, to the left another. Both have buttons too.

import { type PointerEvent, useRef } from "react";

const FAR_PX = 72;
const FURTHEST_PX = 110;

interface Swipe {
  right: () => void;
  left: () => void;
}

export function useSwipe({ right, left }: Swipe) {
  const start = useRef<{ x: number; y: number } | null>(null);
  const follow = (row: HTMLElement, distance: number) => {
    const limited = Math.max(-FURTHEST_PX, Math.min(FURTHEST_PX, distance));
    if (distance === 0) row.style.removeProperty("--swiped");
    else row.style.setProperty("--swiped", `${limited}px`);
  };
  const end = (event: PointerEvent<HTMLElement>, isDone: boolean) => {
    const distance = start.current === null ? 0 : event.clientX - start.current.x;
    start.current = null;
    follow(event.currentTarget, 0);
    if (isDone && distance > FAR_PX) right();
    if (isDone && distance < -FAR_PX) left();
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.pointerType === "touch") start.current = { x: event.clientX, y: event.clientY };
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (start.current !== null) follow(event.currentTarget, event.clientX - start.current.x);
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => end(event, true),
    // The browser took the finger over, to scroll.
    onPointerCancel: (event: PointerEvent<HTMLElement>) => end(event, false),
  };
}
