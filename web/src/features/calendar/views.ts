// Which days each view shows, and how one turns its pages.

import { addMonths, monthOf, weekOf } from "../../core/calendar.ts";
import { addDays } from "../../core/days.ts";
import type { View } from "./kinds.ts";

const MONDAY = 1;
const AGENDA_DAYS = 14;

export function daysOf(view: View, day: string): string[] {
  if (view === "month") return monthOf(day, MONDAY).flat();
  if (view === "week") return weekOf(day, MONDAY);
  if (view === "day") return [day];
  return Array.from({ length: AGENDA_DAYS }, (_, place) => addDays(day, place));
}

export function turned(view: View, day: string, step: 1 | -1): string {
  if (view === "month") return addMonths(day, step);
  return addDays(day, step * { week: 7, day: 1, agenda: AGENDA_DAYS }[view]);
}
