// The pages on which one comes in. All are small and needed by nobody who is in, so each is loaded when it is called.

import { createRoute } from "@tanstack/react-router";
import { outside } from "../../api/roots.ts";
import { introductionQuery } from "../../api/session.ts";
import { lazyPage } from "../../core/lazy.ts";

export const entryRoutes = [
  createRoute({
    getParentRoute: () => outside,
    path: "/sign-in",
    // Said even when it is nothing: what is left out would keep the value that stands in the address.
    validateSearch: (search): { next?: string | undefined } => ({
      next: isOwnAddress(search.next) ? search.next : undefined,
    }),
    loader: ({ context }) => context.queryClient.ensureQueryData(introductionQuery),
    component: lazyPage(() => import("./SignIn.tsx"), "SignInPage"),
  }),
  createRoute({
    getParentRoute: () => outside,
    path: "/welcome",
    component: lazyPage(() => import("./Welcome.tsx"), "WelcomePage"),
  }),
  createRoute({
    getParentRoute: () => outside,
    path: "/setup",
    component: lazyPage(() => import("./SetUp.tsx"), "SetUpPage"),
  }),
  createRoute({
    getParentRoute: () => outside,
    path: "/invitation",
    component: lazyPage(() => import("./Invitation.tsx"), "InvitationPage"),
  }),
  createRoute({
    getParentRoute: () => outside,
    path: "/password-reset",
    component: lazyPage(() => import("./PasswordReset.tsx"), "PasswordResetPage"),
  }),
] as const;

/** Only a page of ours: `//elsewhere` and `https://elsewhere` lead away. */
export function isOwnAddress(value: unknown): value is string {
  return typeof value === "string" && /^\/(?![/\\])[^\\]*$/.test(value) && !/[\t\n\r]/.test(value);
}
