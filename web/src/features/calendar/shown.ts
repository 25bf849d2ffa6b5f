// What every view of the calendar is given.

import type { Placed } from "./placing.ts";
import type { useDragging } from "./useDragging.ts";
import type { Moving } from "./useMoving.ts";

export interface Shown {
  days: readonly string[];
  today: string;
  /** A day of what is shown. */
  day: string;
  zone: string;
  byDay: ReadonlyMap<string, Placed[]>;
  daysOff: ReadonlyMap<string, string>;
  /** Worked weekdays, 1 for Monday, and when work begins and ends, in minutes. */
  weekdays: readonly number[];
  opens: number;
  closes: number;
  activeId: string | null;
  mayMove: boolean;
  onActive: (id: string) => void;
  onOpen: (id: string) => void;
  onDay: (day: string) => void;
  moving: Moving;
  dragging: ReturnType<typeof useDragging>;
}

export function isOff(
  { daysOff, weekdays }: Pick<Shown, "daysOff" | "weekdays">,
  day: string,
  weekday: number,
): boolean {
  return daysOff.has(day) || !weekdays.includes(weekday);
}

/** The item that is on its way, where it would stand on this day. */
export function ghostOn({ moving }: Shown, day: string): Placed | null {
  return moving.placed !== null && moving.to?.day === day ? { ...moving.placed, slot: moving.to } : null;
}
