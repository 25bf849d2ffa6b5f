// Today's page.

import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { inside } from "../../api/roots.ts";

export const todayRoutes = [
  createRoute({
    getParentRoute: () => inside,
    path: "/today",
    component: lazyRouteComponent(() => import("./TodayPage.tsx"), "TodayPage"),
  }),
] as const;
