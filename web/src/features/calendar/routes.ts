// The calendar's page.

import { createRoute } from "@tanstack/react-router";
import { inside } from "../../api/roots.ts";
import { lazyPage } from "../../core/lazy.ts";
import { dayIn, flagIn, oneIn, textIn } from "../../core/search.ts";
import { VIEWS, type View } from "./kinds.ts";

export interface CalendarSearch {
  view?: View | undefined;
  /** A day of what is shown; left out, today. */
  day?: string | undefined;
  /** Whose: a member's id, `me` or `none`; left out, everybody's. */
  who?: string | undefined;
  /** With the steps that running templates would plan. */
  ahead?: boolean | undefined;
  /** Another zone, whose hours stand beside one's own. */
  zone?: string | undefined;
}

export const calendarRoutes = [
  createRoute({
    getParentRoute: () => inside,
    path: "/calendar",
    validateSearch: (raw: Record<string, unknown>): CalendarSearch => ({
      view: oneIn(raw.view, VIEWS),
      day: dayIn(raw.day),
      who: textIn(raw.who, 40),
      ahead: flagIn(raw.ahead),
      zone: textIn(raw.zone, 60),
    }),
    component: lazyPage(() => import("./CalendarPage.tsx"), "CalendarPage"),
  }),
] as const;
