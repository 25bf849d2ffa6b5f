// All interactions: views, filters, order, and what is done with many at once. The address is the state.

import { getRouteApi, Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { Suspense, useCallback, useState } from "react";
import { useMay } from "../../api/session.ts";
import { useCommands } from "../../core/keys.ts";
import { lazy } from "../../core/lazy.ts";
import { useTitle } from "../../core/title.ts";
import { useText } from "../../i18n/text.tsx";
import { FilterBar } from "./FilterBar.tsx";
import style from "./InteractionsPage.module.css";
import { List } from "./List.tsx";
import { MissingView } from "./MissingView.tsx";
import { asQuery, isSameShown, isViewAlone, type Shown, searchFor, shownBy } from "./state.ts";
import { useViews } from "./useViews.ts";
import type { Naming } from "./ViewActs.tsx";
import tabStyle from "./ViewTabs.module.css";
import { ViewTabs } from "./ViewTabs.tsx";

const ViewActs = lazy(() => import("./ViewActs.tsx"));

const here = getRouteApi("/inside/interactions");

/** One interaction by a direct link is a page alone; opened from the list it lies over it. */
export function InteractionsPage() {
  // Both by the same location: in between the list would go for a moment, and with it the place where one was.
  const isOne = useLocation({ select: ({ pathname }) => pathname.startsWith("/interactions/") });
  const isSheet = useLocation({ select: ({ state }) => state.isSheet === true });
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
  const views = useViews(search.view);
  const { tabs, current, missing } = views;
  const shown = shownBy(search, current.shown);
  const isChanged = !isSameShown(shown, current.shown);
  const isMissing = missing !== null && isViewAlone(search);
  const [naming, setNaming] = useState<Naming | null>(null);
  useCommands(useMay("views:write") ? { saveView: () => setNaming("save") } : {});
  const { id, shown: kept } = current;
  const change = useCallback(
    (next: Shown) => void navigate({ to: "/interactions", search: searchFor(id, next, kept), replace: true }),
    [navigate, id, kept],
  );
  return (
    <div className={style.page}>
      <header className={style.head}>
        <h1>{t("interactions.title")}</h1>
        <div className={tabStyle.bar}>
          <ViewTabs tabs={tabs} current={missing === null ? current.id : undefined} isChanged={isChanged} />
          {!isMissing && (
            <Suspense fallback={<div className={tabStyle.acts} />}>
              <ViewActs
                {...{ current, shown, isChanged, naming }}
                names={tabs.map(({ label }) => label)}
                onName={setNaming}
              />
            </Suspense>
          )}
        </div>
      </header>
      {isMissing ? (
        <MissingView missing={missing} error={views.error} onRetry={views.retry} instead={current} />
      ) : (
        <>
          <FilterBar shown={shown} onChange={change} />
          <List key={JSON.stringify(asQuery(shown))} shown={shown} onChange={change} />
        </>
      )}
    </div>
  );
}
