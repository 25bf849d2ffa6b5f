// The views as tabs: mine, the team's work, and what was saved. They are links, for a view is an address.

import { Link } from "@tanstack/react-router";
import { useText } from "../../i18n/text.tsx";
import style from "./ViewTabs.module.css";

export interface Tab {
  id: string;
  label: string;
  isChanged: boolean;
}

interface ViewTabsProps {
  tabs: Tab[];
  current: string;
}

export function ViewTabs({ tabs, current }: ViewTabsProps) {
  const t = useText();
  return (
    <nav aria-label={t("interactions.views")} className={style.tabs}>
      <ul>
        {tabs.map(({ id, label, isChanged }) => (
          <li key={id}>
            <Link
              to="/interactions"
              search={{ view: id }}
              className={style.tab}
              aria-current={id === current ? "page" : undefined}
              activeProps={{}}
            >
              {label}
              {isChanged && (
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
