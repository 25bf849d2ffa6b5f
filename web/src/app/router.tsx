// All pages. A feature hands its routes over; it is hung up here and nowhere else.

import type { QueryClient } from "@tanstack/react-query";
import { createRoute, createRouter, redirect } from "@tanstack/react-router";
import { inside, outside, root } from "../api/roots.ts";
import { lazyPage } from "../core/lazy.ts";
import { basePath } from "../core/place.ts";
import { wayBack } from "../core/wayBack.ts";
import { calendarRoutes } from "../features/calendar/routes.ts";
import { customerRoutes } from "../features/customers/routes.ts";
import { entryRoutes } from "../features/entry/routes.ts";
import { importRoutes } from "../features/import/routes.ts";
import { interactionRoutes } from "../features/interactions/routes.ts";
import { onboardingRoutes } from "../features/onboarding/routes.ts";
import { settingsRoutes } from "../features/settings/routes.ts";
import { templatesRoutes } from "../features/templates/routes.ts";
import { todayRoutes } from "../features/today/routes.ts";
import { BrokenPage } from "./Failures.tsx";
import { Shell } from "./shell/Shell.tsx";

const home = createRoute({
  getParentRoute: () => inside,
  path: "/",
  beforeLoad: () => {
    const address = wayBack.take();
    throw address === "" ? redirect({ to: "/today", replace: true }) : redirect({ href: address, replace: true });
  },
});

const tree = root.addChildren([
  outside.addChildren([...entryRoutes]),
  inside
    .update({ component: Shell })
    .addChildren([
      home,
      ...todayRoutes,
      ...interactionRoutes,
      ...templatesRoutes,
      ...calendarRoutes,
      ...customerRoutes,
      ...settingsRoutes,
      ...importRoutes,
      ...onboardingRoutes,
    ]),
]);

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: tree,
    basepath: basePath || "/",
    context: { queryClient },
    defaultPreload: "intent",
    defaultPreloadStaleTime: 0,
    defaultErrorComponent: BrokenPage,
    defaultNotFoundComponent: lazyPage(() => import("./Missing.tsx"), "MissingPage"),
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
