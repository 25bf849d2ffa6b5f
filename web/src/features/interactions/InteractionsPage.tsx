// All interactions: views, filters, order, and what is done with many at once. The address is the state.

import { getRouteApi, Outlet, useMatchRoute, useNavigate, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useCallback } from "react";
import { useTitle } from "../../core/title.ts";
import { useText } from "../../i18n/text.tsx";
import style from "./InteractionsPage.module.css";
import { List } from "./List.tsx";
import { asQuery, isSameShown, type Shown, searchFor, shownBy } from "./state.ts";
import { useViews } from "./useViews.ts";
import { ViewTabs } from "./ViewTabs.tsx";

const FilterBar = lazy(async () => ({ default: (await import("./FilterBar.tsx")).FilterBar }));

const here = getRouteApi("/inside/interactions");

/** One interaction by a direct link is a page alone; opened from the list it lies over it. */
export function InteractionsPage() {
  const isOne = useMatchRoute()({ to: "/interactions/$interactionId" }) !== false;
  const isSheet = useRouterState({ select: ({ location }) => location.state.isSheet === true });
  return (
    <>
      {(!isOne || isSheet) && <ListPage isCovered={isOne} />}
      <Outlet />
    </>
  );
}

function ListPage({ isCovered }: { isCovered: boolean }) {
  const t = useText();
  useTitle(isCovered ? (document.title.split(" · ")[0] ?? "") : t("interactions.title"));
  const search = here.useSearch();
  const navigate = useNavigate();
  const { tabs, current } = useViews(search.view);
  const shown = shownBy(search, current.shown);
  const isChanged = !isSameShown(shown, current.shown);
  const change = useCallback(
    (next: Shown) =>
      void navigate({ to: "/interactions", search: searchFor(current.id, next, current.shown), replace: true }),
    [navigate, current],
  );
  return (
    <div className={style.page}>
      <header className={style.head}>
        <h1 className={style.title}>{t("interactions.title")}</h1>
        <ViewTabs
          tabs={tabs.map(({ id, label }) => ({ id, label, isChanged: isChanged && id === current.id }))}
          current={current.id}
        />
      </header>
      <Suspense fallback={<div className={style.filters} />}>
        <FilterBar shown={shown} onChange={change} />
      </Suspense>
      <List key={JSON.stringify(asQuery(shown))} shown={shown} onChange={change} />
    </div>
  );
}
