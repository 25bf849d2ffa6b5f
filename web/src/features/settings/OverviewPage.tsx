// All sections with what each is about. On phones it is the navigation.

import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import { useTitle } from "../../core/title.ts";
import { useText } from "../../i18n/text.tsx";
import style from "./OverviewPage.module.css";
import { SectionSearch, useFoundSections } from "./SectionSearch.tsx";

export function OverviewPage() {
  const t = useText();
  useTitle(t("settings.title"));
  const { words, setWords, groups } = useFoundSections();
  return (
    <div className={style.page}>
      <h1>{t("settings.title")}</h1>
      <SectionSearch words={words} onChange={setWords} groups={groups} />
      {groups.map(({ title, sections }) => (
        <section key={title}>
          <h2 className={style.group}>{t(title)}</h2>
          <ul>
            {sections.map(({ to, label, about }) => (
              <li key={to}>
                <Link to={to} className={style.section}>
                  <span>
                    <span className={style.label}>{t(label)}</span>
                    <span className={style.about}>{t(about)}</span>
                  </span>
                  <ChevronRight size={16} aria-hidden />
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
