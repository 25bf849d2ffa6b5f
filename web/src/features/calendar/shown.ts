// What every view of the calendar is given.

import type { View } from "./kinds.ts";
import type { Placed, Projected } from "./placing.ts";
import type { useDragging } from "./useDragging.ts";
import type { Moving } from "./useMoving.ts";

export interface Shown {
  view: View;
  days: readonly string[];
  today: string;
  /** A day of what is shown. */
  day: string;
  zone: string;
  byDay: ReadonlyMap<string, Placed[]>;
  /** What is not planned yet, by day. */
  ahead: ReadonlyMap<string, Projected[]>;
  /** Whose hours stand beside those of the zone. */
  otherZone: string | null;
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
  /** Where all of a crowded day can be seen. */
  onCrowd: (day: string) => void;
  /** So many stand side by side at most. */
  most: number;
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
