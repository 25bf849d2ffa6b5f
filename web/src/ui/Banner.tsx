// One line across a page or panel that says what is the matter with all of it.

import type { ReactNode } from "react";
import style from "./Banner.module.css";
import { classes } from "./classes.ts";

interface BannerProps {
  tone?: "plain" | "failure" | "waiting";
  children: ReactNode;
  actions?: ReactNode;
}

/** A failure is told at once to those who hear the page, the others when they come to it. */
export function Banner({ tone = "plain", children, actions }: BannerProps) {
  return (
    <div className={classes(style.banner, style[tone])} role={tone === "failure" ? "alert" : "status"}>
      <div>{children}</div>
      {actions}
    </div>
  );
}
