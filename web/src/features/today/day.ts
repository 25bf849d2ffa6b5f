// The working day drawn as a stretch of minutes. Whether and until when there is work, the tenant's calendar says.

import type { Settings } from "@onward/client";
import { dayOf, minuteOfDay } from "../../core/format.ts";

const HOUR = 60;
const FULL_DAY = 24 * HOUR;

/** Minutes of work from now until the day closes; 0 when there is no more work today. */
export function minutesLeft(settings: Settings, now: string): number {
  if (!isWorkday(settings, now)) return 0;
  const from = Math.max(minuteOfDay(now, settings.zone), clockMinutes(settings.calendar.opens_at));
  return Math.max(closing(settings) - from, 0);
}

/** The server's next working moment is today: there is work left, or it goes on right now. */
export function isWorkday({ next_working_moment, zone }: Settings, now: string): boolean {
  return next_working_moment <= now || dayOf(next_working_moment, zone) === dayOf(now, zone);
}

/** From opening to closing, and as much wider as the items at set times need; in minutes, whole hours. */
export function stretchOf(settings: Settings, minutes: number[]): { from: number; to: number } {
  const from = Math.min(clockMinutes(settings.calendar.opens_at), ...minutes);
  const to = Math.max(closing(settings), ...minutes);
  return { from: Math.floor(from / HOUR) * HOUR, to: Math.ceil(to / HOUR) * HOUR };
}

/** `09:30:00` as minutes. */
export function clockMinutes(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * HOUR + minutes;
}

/** Midnight closes the day, it does not open it. */
function closing({ calendar }: Settings): number {
  return clockMinutes(calendar.closes_at) || FULL_DAY;
}
