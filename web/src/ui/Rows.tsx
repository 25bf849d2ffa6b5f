// Lines about things: what it is, what more there is to say, and what can be done with it.

import type { ReactNode } from "react";
import { classes } from "./classes.ts";
import style from "./Rows.module.css";

export function Rows({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul aria-label={label} className={style.rows}>
      {children}
    </ul>
  );
}

interface RowProps {
  /** Before the name: a knot. */
  sign?: ReactNode;
  name: ReactNode;
  about?: ReactNode;
  actions?: ReactNode;
  isFaded?: boolean;
}

export function Row({ sign, name, about, actions, isFaded = false }: RowProps) {
  return (
    <li className={classes(style.row, isFaded && style.faded)}>
      {sign}
      <div className={style.words}>
        <p className={style.name}>{name}</p>
        {about !== undefined && <p className={style.about}>{about}</p>}
      </div>
      {actions !== undefined && <div className={style.actions}>{actions}</div>}
    </li>
  );
}

/** A word about the whole of something, such as a role or that it is one's own. */
export function Tag({ children }: { children: string }) {
  return <span className={style.tag}>{children}</span>;
}
