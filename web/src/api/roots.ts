// The two roots under which features hang their pages: those for everybody, and those for who is signed in.

import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, redirect } from "@tanstack/react-router";
import { speakWhole } from "../i18n/locale.ts";
import { introductionQuery, sessionQuery } from "./session.ts";

export interface RouteContext {
  queryClient: QueryClient;
}

const FIRST_PAGE = "/today";

export const root = createRootRouteWithContext<RouteContext>()({
  beforeLoad: async ({ location }) => {
    if (location.pathname !== FIRST_PAGE && location.pathname !== "/") await speakWhole();
  },
});

export const outside = createRoute({ getParentRoute: () => root, id: "outside" });

export const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  beforeLoad: async ({ context: { queryClient }, location }) => {
    const [session, introduction] = await Promise.all([
      queryClient.ensureQueryData(sessionQuery),
      queryClient.ensureQueryData(introductionQuery),
    ]);
    if (session !== null) return;
    if (!introduction.is_set_up && !introduction.is_local) throw redirect({ to: "/welcome" });
    throw redirect({ to: "/sign-in", search: location.href === "/" ? {} : { next: location.href } });
  },
});
