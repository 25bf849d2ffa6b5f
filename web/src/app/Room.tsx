// Where a page stands that takes the place of another: in the frame, or all by itself.

import { createContext, type ReactNode, useContext } from "react";
import style from "./Room.module.css";

/** Whether the page stands in the frame, which is the main landmark already. */
export const Framed = createContext(false);

export function Room({ children }: { children: ReactNode }) {
  if (useContext(Framed)) return <div className={style.page}>{children}</div>;
  return (
    <main id="main" className={style.page}>
      {children}
    </main>
  );
}
