// Moving an item to another place: by arrows until Enter, by drag, or by naming the place. A holiday is asked about.

import { useEffect, useRef, useState } from "react";
import { useActs } from "../../api/acts.ts";
import { announce } from "../../core/announce.ts";
import { clockOf } from "../../core/calendar.ts";
import { formatDay } from "../../core/format.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import { askedFor, moved, type Placed, type Slot } from "./placing.ts";

export interface Moving {
  /** What is on its way, and where it would come to stand. */
  placed: Placed | null;
  to: Slot | null;
  /** A day off that it was put on; somebody has to say whether it stays there. */
  asked: { placed: Placed; to: Slot; holiday: string } | null;
  begin: (placed: Placed) => void;
  over: (to: Slot) => void;
  put: (placed: Placed, to: Slot) => void;
  drop: () => void;
  cancel: () => void;
  answer: (to: Slot | null) => void;
}

interface MovingOptions {
  zone: string;
  daysOff: ReadonlyMap<string, string>;
}

export function useMoving({ zone, daysOff }: MovingOptions): Moving {
  const acts = useActs();
  const [placed, setPlaced] = useState<Placed | null>(null);
  const [to, setTo] = useState<Slot | null>(null);
  const [asked, setAsked] = useState<Moving["asked"]>(null);
  const cancel = () => {
    setPlaced(null);
    setTo(null);
  };
  const send = (what: Placed, slot: Slot) => acts.reschedule(what.item, askedFor(what.item.interaction, slot, zone));
  const put = (what: Placed, slot: Slot) => {
    cancel();
    if (isSame(what.slot, slot)) return;
    const holiday = daysOff.get(slot.day);
    if (holiday === undefined) void send(what, slot);
    else setAsked({ placed: what, to: slot, holiday });
  };
  return {
    placed,
    to,
    asked,
    begin: (what) => {
      setPlaced(what);
      setTo(what.slot);
    },
    over: setTo,
    put,
    drop: () => (placed === null || to === null ? cancel() : put(placed, to)),
    cancel,
    answer: (slot) => {
      if (asked !== null && slot !== null) void send(asked.placed, slot);
      setAsked(null);
    },
  };
}

/** The keys of an item that is on its way; no other key does anything until it stands. */
export function useMoveKeys(moving: Moving, isOn: boolean, hasTimes: boolean): void {
  const t = useText();
  const latest = useRef(moving);
  useEffect(() => {
    latest.current = moving;
  });
  useEffect(() => {
    if (!isOn) return;
    announce(t("calendar.moving"));
    const onKeyDown = (event: KeyboardEvent) => {
      const { to, drop, cancel, over } = latest.current;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Enter") drop();
      else if (event.key === "Escape") cancel();
      else if (event.key.startsWith("Arrow") && to !== null) {
        const next = moved(to, event.key, event.shiftKey, hasTimes);
        over(next);
        announce(slotWords(next));
      }
    };
    document.addEventListener("keydown", onKeyDown, true);
    return () => document.removeEventListener("keydown", onKeyDown, true);
  }, [isOn, hasTimes, t]);
}

export function slotWords({ day, minute }: Slot): string {
  const words = formatDay(day, formatLocale());
  return minute === null ? words : `${words}, ${clockOf(minute)}`;
}

function isSame(one: Slot, other: Slot): boolean {
  return one.day === other.day && one.minute === other.minute;
}
