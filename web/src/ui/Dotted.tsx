// Some facts in a line, with dots between them.

import type { ReactNode } from "react";
import style from "./Dotted.module.css";

export function Dotted({ children }: { children: ReactNode }) {
  return <p className={style.dotted}>{children}</p>;
}
