// Today's page. Whose day it is, and whether one item is shown at a time, stand in its address.

import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { inside } from "../../api/roots.ts";
import { settingsQuery } from "../../api/tenant.ts";
import { patiently } from "../../core/lazy.ts";
import { flagIn, textIn } from "../../core/search.ts";
import { FIRST_LENGTH, queueQuery } from "./queries.ts";

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
    loaderDeps: ({ search: { of } }) => ({ of }),
    // What the page will ask for is on its way while the page itself is.
    loader: ({ context: { queryClient }, deps: { of = "me" } }) => {
      void queryClient.prefetchQuery(queueQuery(of, FIRST_LENGTH));
      void queryClient.prefetchQuery(settingsQuery);
    },
    component: lazyRouteComponent(
      patiently(() => import("./TodayPage.tsx")),
      "TodayPage",
    ),
  }),
] as const;
