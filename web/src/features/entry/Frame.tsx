// What all pages share on which one comes in: the thread at the side, a title, one thing to do.

import type { ReactNode } from "react";
import { useTitle } from "../../core/title.ts";
import { useText } from "../../i18n/text.tsx";
import style from "./Frame.module.css";

interface FrameProps {
  title: string;
  lead?: ReactNode;
  children?: ReactNode;
  foot?: ReactNode;
}

export function Frame({ title, lead, children, foot }: FrameProps) {
  const t = useText();
  useTitle(title);
  return (
    <div className={style.frame}>
      <aside className={style.side}>
        <p className={style.mark}>Onward</p>
        <p className={style.promise}>{t("entry.promise")}</p>
      </aside>
      <main id="main" className={style.work}>
        <h1 className={style.title}>{title}</h1>
        {lead !== undefined && <div className={style.lead}>{lead}</div>}
        {children}
        {foot !== undefined && <div className={style.foot}>{foot}</div>}
      </main>
    </div>
  );
}
