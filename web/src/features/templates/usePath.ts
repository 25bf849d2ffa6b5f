// The dated path of the draft, asked of the server a moment after each change, and what it says against the draft.

import type { Simulation } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { OnwardError } from "../../api/client.ts";
import { type Checks, NO_CHECKS, placed } from "./checks.ts";
import { definitionOf, type Outline } from "./outline.ts";
import { pathQuery } from "./queries.ts";

export type PathStep = Simulation["data"][number];

/** The outcomes along the path; null takes no lane. */
export type Picks = (string | null)[];

/** When a step first comes on the path. */
export interface Planned {
  on: string | null;
  dueOn: string | null;
}

export interface Path {
  steps: PathStep[];
  planned: ReadonlyMap<string, Planned>;
  checks: Checks;
  warnings: Checks;
  /** What went wrong other than faults of the draft. */
  error: Error | null;
  isWaiting: boolean;
  retry: () => void;
}

const PATIENCE_MS = 150;

/** While the draft has faults, the dates are those that it had before them. */
export function usePath(outline: Outline, start: string | null, outcomes: Picks, customerId: string | null): Path {
  const wanted = useMemo(
    () => ({ outline, definition: definitionOf(outline), start, outcomes, customerId }),
    [outline, start, outcomes, customerId],
  );
  const asked = useSettled(wanted, PATIENCE_MS);
  const query = useQuery(pathQuery(asked.definition, asked.start, asked.outcomes, asked.customerId));
  const good = useRef<{ outline: Outline; steps: PathStep[] }>({ outline, steps: [] });
  if (query.data !== undefined && !query.isPlaceholderData)
    good.current = { outline: asked.outline, steps: query.data.data };
  const isFaulty = query.error instanceof OnwardError && query.error.code === "invalid";
  const { outline: known, steps } = good.current;
  return {
    steps,
    planned: useMemo(() => plannedOf(known, steps), [known, steps]),
    checks: isFaulty && query.error instanceof OnwardError ? placed(query.error.errors, asked.outline) : NO_CHECKS,
    warnings: isFaulty ? NO_CHECKS : placed(query.data?.warnings ?? [], asked.outline),
    error: isFaulty ? null : query.error,
    isWaiting: asked !== wanted || query.isFetching,
    retry: () => void query.refetch(),
  };
}

function plannedOf(outline: Outline, steps: PathStep[]): ReadonlyMap<string, Planned> {
  const found = new Map<string, Planned>();
  for (const { step_number, scheduled_on, due_on } of steps) {
    const key = outline.steps[step_number - 1]?.key;
    if (key !== undefined && !found.has(key)) found.set(key, { on: scheduled_on, dueOn: due_on });
  }
  return found;
}

function useSettled<T>(value: T, patience: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), patience);
    return () => clearTimeout(timer);
  }, [value, patience]);
  return settled;
}
