// What all pages share on which one comes in: the thread at the side, a title, one thing to do.

import type { ReactNode } from "react";
import style from "./Frame.module.css";

interface FrameProps {
  title: string;
  lead?: ReactNode;
  children?: ReactNode;
  foot?: ReactNode;
}

export function Frame({ title, lead, children, foot }: FrameProps) {
  return (
    <div className={style.frame}>
      <Drawing />
      <main id="main" className={style.work}>
        <p className={style.mark}>Onward</p>
        <h1 className={style.title}>{title}</h1>
        {lead !== undefined && <div className={style.lead}>{lead}</div>}
        {children}
        {foot !== undefined && <div className={style.foot}>{foot}</div>}
      </main>
    </div>
  );
}

/** What was is solid, now is a bead, and what comes is dashed: the product in one line. */
function Drawing() {
  return (
    <svg
      viewBox="0 0 160 800"
      preserveAspectRatio="xMidYMid slice"
      fill="none"
      aria-hidden="true"
      className={style.drawing}
    >
      <path d="M80 0v352" stroke="var(--control)" strokeWidth="2" />
      <circle cx="80" cy="96" r="9" fill="var(--control)" />
      <circle cx="80" cy="216" r="9" fill="var(--control)" />
      <circle cx="80" cy="400" r="30" stroke="var(--accent)" strokeWidth="2" className={style.ring} />
      <circle cx="80" cy="400" r="17" fill="var(--accent)" />
      <path d="M80 448v352" stroke="var(--control)" strokeWidth="2" strokeDasharray="7 8" />
      <circle cx="80" cy="560" r="9" fill="var(--bg)" stroke="var(--control)" strokeWidth="2" />
      <circle cx="80" cy="690" r="9" fill="var(--bg)" stroke="var(--control)" strokeWidth="2" />
    </svg>
  );
}
