// The views as tabs: mine, the team's work, and what was saved. They are links, for a view is an address.

import { Link } from "@tanstack/react-router";
import { Users } from "lucide-react";
import { useEffect, useRef } from "react";
import { useText } from "../../i18n/text.tsx";
import type { KnownView } from "./useViews.ts";
import style from "./ViewTabs.module.css";

interface ViewTabsProps {
  tabs: KnownView[];
  /** Undefined where the address names a view that is not there. */
  current: string | undefined;
  isChanged: boolean;
}

export function ViewTabs({ tabs, current, isChanged }: ViewTabsProps) {
  const t = useText();
  const list = useRef<HTMLUListElement>(null);
  // With many views the one that is shown may lie beyond the edge.
  useEffect(() => {
    if (current !== undefined)
      list.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [current]);
  return (
    <nav aria-label={t("interactions.views")} className={style.tabs}>
      <ul ref={list}>
        {tabs.map(({ id, label, saved }) => (
          <li key={id}>
            <Link
              to="/interactions"
              search={{ view: id }}
              className={style.tab}
              aria-current={id === current ? "page" : undefined}
              activeProps={{}}
            >
              <span className={style.name}>{label}</span>
              {saved?.scope === "team" && (
                <>
                  <Users size={13} aria-hidden />
                  <span className="visually-hidden">{t("interactions.viewOfTeam")}</span>
                </>
              )}
              {isChanged && id === current && (
                <span className={style.dot}>
                  <span className="visually-hidden">{t("interactions.changed")}</span>
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
