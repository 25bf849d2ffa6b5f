// Importing: choosing a file, and each import at an address of its own.

import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { inside } from "../../api/roots.ts";
import { patiently } from "../../core/lazy.ts";
import { oneIn } from "../../core/search.ts";

const KINDS = ["customers", "interactions"] as const;

const ORIGINS = ["start"] as const;

interface ImportSearch {
  /** Where one goes on afterwards. */
  from?: (typeof ORIGINS)[number] | undefined;
}

export const importRoutes = [
  createRoute({
    getParentRoute: () => inside,
    path: "/import",
    validateSearch: (search): ImportSearch & { kind: (typeof KINDS)[number] | undefined } => ({
      kind: oneIn(search.kind, KINDS),
      from: oneIn(search.from, ORIGINS),
    }),
    component: lazyRouteComponent(
      patiently(() => import("./UploadPage.tsx")),
      "UploadPage",
    ),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: "/import/$importId",
    validateSearch: (search): ImportSearch => ({ from: oneIn(search.from, ORIGINS) }),
    component: lazyRouteComponent(
      patiently(() => import("./ImportPage.tsx")),
      "ImportPage",
    ),
  }),
] as const;
