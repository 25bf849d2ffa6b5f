// Today's page. Whose day it is, and whether one item is shown at a time, stand in its address.

import { createRoute } from "@tanstack/react-router";
import { inside } from "../../api/roots.ts";
import { settingsQuery } from "../../api/tenant.ts";
import { lazyPage } from "../../core/lazy.ts";
import { flagIn, textIn } from "../../core/search.ts";
import { FIRST_LENGTH, queueQuery } from "./queries.ts";

const BLINK_MS = 200;

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
    // Drawn once with all that it shows, the page is there sooner than drawn twice. A slow server is not waited for.
    loader: async ({ context: { queryClient }, deps: { of = "me" } }) => {
      const asked = Promise.allSettled([
        queryClient.ensureQueryData(queueQuery(of, FIRST_LENGTH)),
        queryClient.ensureQueryData(settingsQuery),
      ]);
      await Promise.race([asked, new Promise((done) => setTimeout(done, BLINK_MS))]);
    },
    component: lazyPage(() => import("./TodayPage.tsx"), "TodayPage"),
  }),
] as const;
