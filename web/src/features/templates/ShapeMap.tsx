// The shape of a template at one look: its steps on the thread, its lanes as arcs. Only to be looked at; the outline says
// the same in words.

import { useText } from "../../i18n/text.tsx";
import { TypeGlyph } from "../../ui/Thread.tsx";
import { type Outline, placeOf } from "./outline.ts";
import style from "./ShapeMap.module.css";

interface Arc {
  id: string;
  from: number;
  /** Null leads out of the template. */
  to: number | null;
}

const STEP_PX = 56;
const RADIUS = 14;
const MIDDLE = 150;
const WIDTH = 300;
const TOP = 24;
const FIRST_REACH = 34;
const REACH = 16;
const MOST_REACH = 120;

export function ShapeMap({ outline }: { outline: Outline }) {
  const t = useText();
  const height = TOP * 2 + (outline.steps.length - 1) * STEP_PX;
  const label = t("templates.map", { steps: outline.steps.length, lanes: arcsOf(outline).length });
  return (
    <details className={style.frame}>
      <summary>{t("templates.shape")}</summary>
      <svg viewBox={`0 0 ${WIDTH} ${height}`} className={style.map} role="img" aria-label={label}>
        {arcsOf(outline).map((arc) => (
          <path key={arc.id} d={pathOf(arc)} className={arc.to === null ? style.out : style.arc} />
        ))}
        {outline.steps.map(({ key, fields, next }, place) => (
          <g key={key}>
            {next !== null && next === outline.steps[place + 1]?.key && (
              <line
                x1={MIDDLE}
                x2={MIDDLE}
                y1={y(place) + RADIUS}
                y2={y(place + 1) - RADIUS}
                className={style.thread}
              />
            )}
            {next === null && <circle cx={MIDDLE} cy={y(place)} r={RADIUS + 4} className={style.end} />}
            <circle cx={MIDDLE} cy={y(place)} r={RADIUS} className={style.knot} />
            <g transform={`translate(${MIDDLE - 8} ${y(place) - 8})`} className={style.glyph}>
              <TypeGlyph type={fields.type} />
            </g>
          </g>
        ))}
      </svg>
    </details>
  );
}

/** Lanes, and where a step goes on to one that is not the next. */
export function arcsOf(outline: Outline): Arc[] {
  return outline.steps.flatMap(({ key, next, lanes }, from) => {
    const below = outline.steps[from + 1]?.key;
    const jump: Arc[] = next === null || next === below ? [] : [{ id: key, from, to: placeOf(outline, next) }];
    return [...jump, ...lanes.map((lane): Arc => ({ id: lane.key, from, to: targetOf(outline, lane.step) }))];
  });
}

function targetOf(outline: Outline, step: string | null): number | null {
  return step === null ? null : placeOf(outline, step);
}

/** Ahead on the right, back on the left, the farther the wider; out of the template to the right edge. */
function pathOf({ from, to }: Arc): string {
  if (to === null) return `M${MIDDLE + RADIUS} ${y(from)}h${FIRST_REACH}`;
  const side = to > from ? 1 : -1;
  const reach = side * Math.min(FIRST_REACH + Math.abs(to - from) * REACH, MOST_REACH);
  const edge = MIDDLE + side * RADIUS;
  if (to === from) return `M${edge} ${y(from) + 5}c${reach} 22 ${reach} -32 0 -10`;
  return `M${edge} ${y(from)}C${edge + reach} ${y(from)} ${edge + reach} ${y(to)} ${edge} ${y(to)}`;
}

function y(place: number): number {
  return TOP + place * STEP_PX;
}
