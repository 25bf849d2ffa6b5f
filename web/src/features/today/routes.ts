// Today's page. Whose day it is, and whether one item is shown at a time, stand in its address.

import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { inside } from "../../api/roots.ts";
import { flagIn, textIn } from "../../core/search.ts";

export interface TodaySearch {
  /** A member's id, or `none`; oneself when left out. */
  of?: string | undefined;
  focus?: boolean | undefined;
}

export const todayRoutes = [
  createRoute({
    getParentRoute: () => inside,
    path: "/today",
    validateSearch: (search): TodaySearch => ({ of: textIn(search.of, 40), focus: flagIn(search.focus) }),
    component: lazyRouteComponent(() => import("./TodayPage.tsx"), "TodayPage"),
  }),
] as const;
