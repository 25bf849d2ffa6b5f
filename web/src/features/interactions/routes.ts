// The list, and one interaction: over the list when one comes from there, else a page of its own.

import { createRoute } from "@tanstack/react-router";
import { inside } from "../../api/roots.ts";
import { addFinder } from "../../core/finders.ts";
import { lazyPage } from "../../core/lazy.ts";
import { viewFinder } from "./finder.ts";
import { readSearch } from "./search.ts";

addFinder(viewFinder);

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** It was opened from the list, which stays behind it. */
    isSheet?: boolean;
  }
}

const list = createRoute({
  getParentRoute: () => inside,
  path: "/interactions",
  validateSearch: readSearch,
  component: lazyPage(() => import("./InteractionsPage.tsx"), "InteractionsPage"),
});

const detail = createRoute({
  getParentRoute: () => list,
  path: "$interactionId",
  component: lazyPage(() => import("./DetailPage.tsx"), "DetailPage"),
});

export const interactionRoutes = [list.addChildren([detail])] as const;
