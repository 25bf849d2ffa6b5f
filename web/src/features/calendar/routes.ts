// The calendar's page.

import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { inside } from "../../api/roots.ts";
import { dayIn, oneIn, textIn } from "../../core/search.ts";
import { VIEWS, type View } from "./kinds.ts";

export interface CalendarSearch {
  view?: View | undefined;
  /** A day of what is shown; left out, today. */
  day?: string | undefined;
  /** Whose: a member's id, `me` or `none`; left out, everybody's. */
  who?: string | undefined;
}

export const calendarRoutes = [
  createRoute({
    getParentRoute: () => inside,
    path: "/calendar",
    validateSearch: (raw: Record<string, unknown>): CalendarSearch => ({
      view: oneIn(raw.view, VIEWS),
      day: dayIn(raw.day),
      who: textIn(raw.who, 40),
    }),
    component: lazyRouteComponent(() => import("./CalendarPage.tsx"), "CalendarPage"),
  }),
] as const;
