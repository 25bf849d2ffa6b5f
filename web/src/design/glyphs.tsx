// One drawing for each type of interaction, on a 16 by 16 field, told apart by their outline alone.

import type { ReactElement } from "react";

const line = { stroke: "currentColor", strokeWidth: 1.75, strokeLinecap: "round", strokeLinejoin: "round" } as const;
const fill = { fill: "currentColor" } as const;

export type GlyphName = "call" | "proposal" | "turn" | "letter" | "message" | "meeting" | "demo" | "ring";

export const GLYPHS: Record<GlyphName, ReactElement> = {
  /** A receiver. */
  call: (
    <path
      d="M4 3c-.8 5 4 9.800 9 9l.3-2.700-3-1.300-1.400 1.500C7.500 8.800 7 8.200 6.400 7l1.500-1.400-1.300-3z"
      {...line}
    />
  ),
  /** A sheet with its corner turned down, and a line to sign on. */
  proposal: <path d="M4 2.500h5.500L12.500 5.500v8H4zM9.500 2.500v3h3M6.500 11h3.500" {...line} />,
  /** An arrow that comes back. */
  turn: <path d="M12.500 12.500c1-4.500-1.500-7-5-7H3.500M6.500 2.500l-3 3 3 3" {...line} />,
  /** An envelope. */
  letter: <path d="M2.500 4h11v8.500h-11zM2.700 4.500 8 8.800l5.300-4.300" {...line} />,
  /** A bubble. */
  message: <path d="M3 3.500h10v7H7.500L4.500 13v-2.500H3zM6 7h.01M8 7h.01M10 7h.01" {...line} />,
  /** Two at a table. */
  meeting: (
    <>
      <circle cx="4.500" cy="5" r="2" {...fill} />
      <circle cx="11.500" cy="5" r="2" {...fill} />
      <path d="M2 12.500c0-5 5-5 5-.5M14 12.500c0-5-5-5-5-.5M2 12.500h12" {...line} />
    </>
  ),
  /** A screen with something on it. */
  demo: <path d="M2.500 3h11v7.500h-11zM8 10.500V13M5.500 13.500h5M7 5.200v3.200l2.600-1.600z" {...line} />,
  /** Whatever else. */
  ring: (
    <>
      <circle cx="8" cy="8" r="4.500" {...line} />
      <circle cx="8" cy="8" r="1.500" {...fill} />
    </>
  ),
};

const OF_TYPE: Record<string, GlyphName> = {
  phone_call: "call",
  send_proposal: "proposal",
  follow_up: "turn",
  email: "letter",
  sms: "message",
  meeting: "meeting",
  demo: "demo",
};

export function glyphOf(type: string): GlyphName {
  return OF_TYPE[type] ?? "ring";
}
