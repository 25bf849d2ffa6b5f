// The pages of templates: the list, and the builder of one.

import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { inside } from "../../api/roots.ts";
import { flagIn } from "../../core/search.ts";

export const templatesRoutes = [
  createRoute({
    getParentRoute: () => inside,
    path: "/templates",
    validateSearch: (search: Record<string, unknown>): { archived?: boolean | undefined } => ({
      archived: flagIn(search.archived),
    }),
    component: lazyRouteComponent(() => import("./TemplatesPage.tsx"), "TemplatesPage"),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: "/templates/$templateId",
    component: lazyRouteComponent(() => import("./BuilderPage.tsx"), "BuilderPage"),
  }),
] as const;
