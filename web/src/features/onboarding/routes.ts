// The first steps of a new tenant.

import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { inside } from "../../api/roots.ts";

export const onboardingRoutes = [
  createRoute({
    getParentRoute: () => inside,
    path: "/start",
    component: lazyRouteComponent(() => import("./StartPage.tsx"), "StartPage"),
  }),
] as const;
