// The first steps of a new tenant. Which one it is stands in the address, so that one comes back to it.

import { createRoute } from "@tanstack/react-router";
import { inside } from "../../api/roots.ts";
import { lazyPage } from "../../core/lazy.ts";
import { oneIn, textIn } from "../../core/search.ts";

const STEPS = ["hours", "template", "customers", "real"] as const;
export type Step = (typeof STEPS)[number];

export interface StartSearch {
  /** The first one when left out. */
  step?: Step | undefined;
  /** What the first customer gets. */
  template?: string | undefined;
  /** The interaction to do for real. */
  item?: string | undefined;
}

export const onboardingRoutes = [
  createRoute({
    getParentRoute: () => inside,
    path: "/start",
    validateSearch: ({ step, template, item }): StartSearch => ({
      step: oneIn(step, STEPS),
      template: textIn(template, 40),
      item: textIn(item, 40),
    }),
    component: lazyPage(() => import("./StartPage.tsx"), "StartPage"),
  }),
] as const;
