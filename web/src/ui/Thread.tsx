// The thread: one line per relationship. The past is solid, now is a bead, what is planned is dashed.

import { createContext, use } from "react";
import { GLYPHS, type GlyphName, glyphOf } from "../design/glyphs.tsx";
import { classes } from "./classes.ts";
import style from "./Thread.module.css";

export type Tense = "past" | "now" | "planned" | "none";
export type Tone = "plain" | "overdue" | "today" | "upcoming" | "done" | "accent";

/** By type, the drawings that a tenant has chosen; the frame around the pages provides them. */
export const ChosenGlyphs = createContext<Readonly<Record<string, GlyphName>>>({});

interface KnotProps {
  /** A type's key, such as `phone_call`; unknown ones get the ring. */
  type: string;
  tone?: Tone;
  /** The line above and below the knot. */
  before?: Tense;
  after?: Tense;
  isOpen?: boolean;
}

/** A knot on its piece of thread, as high as the row that it stands in. What it means stands in words beside it. */
export function Knot({ type, tone = "plain", before = "none", after = "none", isOpen = true }: KnotProps) {
  return (
    <span className={classes(style.knot, style[tone])} aria-hidden>
      <span className={classes(style.line, style[before])} />
      <span className={classes(style.bead, isOpen && style.open)}>
        <TypeGlyph type={type} />
      </span>
      <span className={classes(style.line, style[after])} />
    </span>
  );
}

export function TypeGlyph({ type, size }: { type: string; size?: number }) {
  return <Glyph name={use(ChosenGlyphs)[type] ?? glyphOf(type)} size={size} />;
}

export function Glyph({ name, size = 16 }: { name: GlyphName; size?: number | undefined }) {
  return (
    <svg viewBox="0 0 16 16" width={size} height={size} fill="none" aria-hidden="true" className={style.glyph}>
      {GLYPHS[name]}
    </svg>
  );
}
