// The customers' pages: all of them, and one.

import { createRoute } from "@tanstack/react-router";
import { inside } from "../../api/roots.ts";
import { addFinder } from "../../core/finders.ts";
import { lazyPage } from "../../core/lazy.ts";
import { flagIn, oneIn, textIn } from "../../core/search.ts";
import { customerFinder } from "./finder.ts";
import { KINDS } from "./kinds.ts";
import { customerQuery, openQuery } from "./opening.ts";

addFinder(customerFinder);

const STATUSES = ["active", "paused", "closed"] as const;

export interface CustomersSearch {
  q?: string | undefined;
  /** A member's id, `me` or `none`. */
  owner?: string | undefined;
  status?: (typeof STATUSES)[number] | undefined;
  /** Only those with whom nothing is planned. */
  loose?: boolean | undefined;
}

interface ThreadSearch {
  kind?: (typeof KINDS)[number] | undefined;
  type?: string | undefined;
  member?: string | undefined;
}

export const customerRoutes = [
  createRoute({
    getParentRoute: () => inside,
    path: "/customers",
    validateSearch: (raw: Record<string, unknown>): CustomersSearch => ({
      q: textIn(raw.q),
      owner: textIn(raw.owner, 40),
      status: oneIn(raw.status, STATUSES),
      loose: flagIn(raw.loose),
    }),
    component: lazyPage(() => import("./CustomersPage.tsx"), "CustomersPage"),
  }),
  createRoute({
    getParentRoute: () => inside,
    path: "/customers/$customerId",
    validateSearch: (raw: Record<string, unknown>): ThreadSearch => ({
      kind: oneIn(raw.kind, KINDS),
      type: textIn(raw.type, 50),
      member: textIn(raw.member, 40),
    }),
    // Asked for while the page itself is on its way: where one stands with somebody must be read at once.
    loader: ({ context: { queryClient }, params: { customerId } }) => {
      void queryClient.prefetchQuery(customerQuery(customerId));
      void queryClient.prefetchQuery(openQuery(customerId));
    },
    component: lazyPage(() => import("./CustomerPage.tsx"), "CustomerPage"),
  }),
] as const;
