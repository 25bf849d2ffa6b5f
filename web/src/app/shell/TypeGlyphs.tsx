// Which drawing stands for which type, where the tenant has chosen one.

import type { InteractionType } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { useSession } from "../../api/session.ts";
import { everyTypeQuery } from "../../api/tenant.ts";
import { whenQuiet } from "../../core/quiet.ts";
import { ChosenGlyphs } from "../../ui/Thread.tsx";

type Glyphs = Record<string, NonNullable<InteractionType["glyph"]>>;

const NONE: Glyphs = {};

/** Asked for once the page stands: until then, and for most types for good, the drawing of the key does. */
export function TypeGlyphs({ children }: { children: ReactNode }) {
  const { current } = useSession();
  const [isQuiet, setQuiet] = useState(false);
  useEffect(() => whenQuiet(() => setQuiet(true)), []);
  const { data = NONE } = useQuery({ ...everyTypeQuery, enabled: isQuiet && current !== null, select: chosenOf });
  return <ChosenGlyphs value={data}>{children}</ChosenGlyphs>;
}

function chosenOf(types: InteractionType[]): Glyphs {
  return Object.fromEntries(types.flatMap(({ key, glyph }) => (glyph === null ? [] : [[key, glyph]])));
}
