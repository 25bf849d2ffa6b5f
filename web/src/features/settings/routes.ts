// The settings: an overview, and a page for each section, loaded when it is called.

import { createRoute } from "@tanstack/react-router";
import { inside } from "../../api/roots.ts";
import { lazyPage } from "../../core/lazy.ts";
import { dayIn, oneIn, textIn } from "../../core/search.ts";
import { AUDIT_GROUPS, type AuditSearch } from "./audit/filters.ts";

const settings = createRoute({ getParentRoute: () => inside, path: "/settings" });

const sections = createRoute({
  getParentRoute: () => settings,
  id: "sections",
  component: lazyPage(() => import("./SettingsLayout.tsx"), "SettingsLayout"),
});

export const settingsRoutes = [
  settings.addChildren([
    createRoute({
      getParentRoute: () => settings,
      path: "/",
      component: lazyPage(() => import("./OverviewPage.tsx"), "OverviewPage"),
    }),
    sections.addChildren([
      createRoute({
        getParentRoute: () => sections,
        path: "/account",
        component: lazyPage(() => import("./account/AccountPage.tsx"), "AccountPage"),
      }),
      createRoute({
        getParentRoute: () => sections,
        path: "/members",
        component: lazyPage(() => import("./members/MembersPage.tsx"), "MembersPage"),
      }),
      createRoute({
        getParentRoute: () => sections,
        path: "/keys",
        component: lazyPage(() => import("./keys/KeysPage.tsx"), "KeysPage"),
      }),
      createRoute({
        getParentRoute: () => sections,
        path: "/hours",
        component: lazyPage(() => import("./working/HoursPage.tsx"), "HoursPage"),
      }),
      createRoute({
        getParentRoute: () => sections,
        path: "/follow-up",
        component: lazyPage(() => import("./working/FollowUpPage.tsx"), "FollowUpPage"),
      }),
      createRoute({
        getParentRoute: () => sections,
        path: "/types",
        component: lazyPage(() => import("./words/TypesPage.tsx"), "TypesPage"),
      }),
      createRoute({
        getParentRoute: () => sections,
        path: "/outcomes",
        component: lazyPage(() => import("./words/OutcomesPage.tsx"), "OutcomesPage"),
      }),
      createRoute({
        getParentRoute: () => sections,
        path: "/rules",
        component: lazyPage(() => import("./rules/RulesPage.tsx"), "RulesPage"),
      }),
      createRoute({
        getParentRoute: () => sections,
        path: "/audit",
        validateSearch: (search): AuditSearch => ({
          act: oneIn(search.act, AUDIT_GROUPS),
          who: textIn(search.who, 36),
          since: dayIn(search.since),
          until: dayIn(search.until),
        }),
        component: lazyPage(() => import("./audit/AuditPage.tsx"), "AuditPage"),
      }),
      createRoute({
        getParentRoute: () => sections,
        path: "/data",
        component: lazyPage(() => import("./transfer/DataPage.tsx"), "DataPage"),
      }),
    ]),
  ]),
] as const;
