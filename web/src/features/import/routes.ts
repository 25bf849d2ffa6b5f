// Importing: choosing a file, and each import at an address of its own.

import { createRoute } from "@tanstack/react-router";
import { inside } from "../../api/roots.ts";
import { lazyPage } from "../../core/lazy.ts";
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
    component: lazyPage(() => import("./UploadPage.tsx"), "UploadPage"),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: "/import/$importId",
    validateSearch: (search): ImportSearch => ({ from: oneIn(search.from, ORIGINS) }),
    component: lazyPage(() => import("./ImportPage.tsx"), "ImportPage"),
  }),
] as const;
