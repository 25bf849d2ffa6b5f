// Importing: choosing a file, and each import at an address of its own.

import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { inside } from "../../api/roots.ts";
import { oneIn } from "../../core/search.ts";

const KINDS = ["customers", "interactions"] as const;

export const importRoutes = [
  createRoute({
    getParentRoute: () => inside,
    path: "/import",
    validateSearch: (search): { kind: (typeof KINDS)[number] | undefined } => ({ kind: oneIn(search.kind, KINDS) }),
    component: lazyRouteComponent(() => import("./UploadPage.tsx"), "UploadPage"),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: "/import/$importId",
    component: lazyRouteComponent(() => import("./ImportPage.tsx"), "ImportPage"),
  }),
] as const;
