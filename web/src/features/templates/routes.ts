// The pages of templates: the list, and the builder of one.

import { createRoute } from "@tanstack/react-router";
import { inside } from "../../api/roots.ts";
import { lazyPage } from "../../core/lazy.ts";
import { flagIn } from "../../core/search.ts";

export const templatesRoutes = [
  createRoute({
    getParentRoute: () => inside,
    path: "/templates",
    validateSearch: (search: Record<string, unknown>): { archived?: boolean | undefined } => ({
      archived: flagIn(search.archived),
    }),
    component: lazyPage(() => import("./TemplatesPage.tsx"), "TemplatesPage"),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: "/templates/$templateId",
    component: lazyPage(() => import("./BuilderPage.tsx"), "BuilderPage"),
  }),
] as const;
