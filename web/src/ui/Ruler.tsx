// A stretch of time drawn from left to right: the working day, or the days of a plan. What lies where is given.

import type { ReactNode } from "react";
import { classes } from "./classes.ts";
import style from "./Ruler.module.css";
import type { Tone } from "./Thread.tsx";

export interface Mark {
  id: string;
  /** Where it stands, from 0 at the beginning to 1 at the end. */
  at: number;
  label: string;
  tone: Tone;
}

export interface Tick {
  at: number;
  label: string;
}

interface RulerProps {
  /** What the whole drawing says, in words. */
  label: string;
  ticks: Tick[];
  marks: Mark[];
  /** Where now is, if it lies on the ruler. */
  now?: number;
  /** Stretches in which nobody works. */
  rest?: { from: number; to: number; label: string }[];
  children?: ReactNode;
}

export function Ruler({ label, ticks, marks, now, rest = [], children }: RulerProps) {
  return (
    <figure className={style.figure}>
      <div className={style.ruler} role="img" aria-label={label}>
        {rest.map(({ from, to, label: words }) => (
          <span
            key={words + from}
            className={style.rest}
            style={{ insetInlineStart: percent(from), inlineSize: percent(to - from) }}
            title={words}
          />
        ))}
        {now !== undefined && <span className={style.past} style={{ inlineSize: percent(now) }} />}
        {ticks.map(({ at, label: words }) => (
          <span key={words} className={style.tick} style={{ insetInlineStart: percent(at) }}>
            {words}
          </span>
        ))}
        {marks.map(({ id, at, label: words, tone }) => (
          <span
            key={id}
            className={classes(style.mark, style[tone])}
            style={{ insetInlineStart: percent(at) }}
            title={words}
          />
        ))}
        {now !== undefined && <span className={style.now} style={{ insetInlineStart: percent(now) }} />}
      </div>
      {children}
    </figure>
  );
}

function percent(part: number): string {
  return `${Math.min(Math.max(part, 0), 1) * 100}%`;
}
