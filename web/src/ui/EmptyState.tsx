// What a page says when it has nothing to show, and what to do about it.

import type { ReactNode } from "react";
import style from "./EmptyState.module.css";

export function EmptyState({
  title,
  children,
  actions,
  heading: Heading = "h2",
}: {
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** `h1` where it is the whole page. */
  heading?: "h1" | "h2";
}) {
  return (
    <div className={style.empty}>
      <svg viewBox="0 0 24 96" width="24" height="96" fill="none" aria-hidden="true" className={style.thread}>
        <path d="M12 0v34" stroke="var(--control)" strokeWidth="2" />
        <circle cx="12" cy="44" r="8" stroke="var(--accent)" strokeWidth="2.5" />
        <path d="M12 56v40" stroke="var(--control)" strokeWidth="2" strokeDasharray="4 5" />
      </svg>
      <div className={style.words}>
        <Heading className={style.title}>{title}</Heading>
        {children !== undefined && <div className={style.body}>{children}</div>}
        {actions !== undefined && <div className={style.actions}>{actions}</div>}
      </div>
    </div>
  );
}
