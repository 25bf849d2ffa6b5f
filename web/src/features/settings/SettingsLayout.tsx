// What all sections share: the list of all at the side, where there is room for it, and the way back where not.

import { Link, Outlet } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";
import { useText } from "../../i18n/text.tsx";
import { SectionSearch, useFoundSections } from "./SectionSearch.tsx";
import style from "./SettingsLayout.module.css";

export function SettingsLayout() {
  const t = useText();
  const { words, setWords, groups } = useFoundSections();
  return (
    <div className={style.layout}>
      <nav aria-label={t("settings.title")} className={style.side}>
        <p className={style.name}>
          <Link to="/settings" activeOptions={{ exact: true }}>
            {t("settings.title")}
          </Link>
        </p>
        <SectionSearch words={words} onChange={setWords} groups={groups} />
        {groups.map(({ title, sections }) => (
          <section key={title}>
            <h2 className={style.group}>{t(title)}</h2>
            <ul>
              {sections.map(({ to, label }) => (
                <li key={to}>
                  <Link to={to} className={style.section}>
                    {t(label)}
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </nav>
      <div className={style.work}>
        <Link to="/settings" className={style.back}>
          <ChevronLeft size={16} aria-hidden />
          {t("settings.title")}
        </Link>
        <Outlet />
      </div>
    </div>
  );
}
