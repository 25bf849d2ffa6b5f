// What can be done to an outline. Every edit gives a new one and leaves the old as it was.
//
// A step *flows* when what follows it is simply the step below. Flowing steps go on to whatever is below them after an
// edit; a step that was told to go elsewhere keeps going there.

import { type Lane, newKey, type Outline, type OutlineStep, placeOf, type StepFields } from "./outline.ts";

/** What was taken out, and all that is needed to put it back where it was. */
export interface Removed {
  step: OutlineStep;
  place: number;
  before: Outline;
}

export interface RemovedLane {
  step: string;
  lane: Lane;
  place: number;
}

export type LaneFields = Omit<Lane, "key">;

/** A step below the one named; at the end without one. It takes over what followed. */
export function addStep(outline: Outline, fields: StepFields, below: string | null): { outline: Outline; key: string } {
  const key = newKey();
  const place = below === null ? outline.steps.length : placeOf(outline, below) + 1;
  const above = outline.steps[place - 1];
  const made: OutlineStep = { key, fields, next: above?.next ?? null, lanes: [] };
  const steps = outline.steps.map((step) => (step === above ? { ...step, next: key } : step));
  return { outline: { ...outline, steps: steps.toSpliced(place, 0, made) }, key };
}

export function duplicateStep(outline: Outline, key: string): { outline: Outline; key: string } {
  const original = outline.steps[placeOf(outline, key)];
  if (original === undefined) return { outline, key };
  const added = addStep(outline, original.fields, key);
  const own = (target: string | null) => (target === key ? added.key : target);
  const lanes = original.lanes.map((lane) => ({ ...lane, key: newKey(), step: own(lane.step) }));
  return { outline: changed(added.outline, added.key, (step) => ({ ...step, lanes })), key: added.key };
}

export function changeStep(outline: Outline, key: string, fields: Partial<StepFields>): Outline {
  return changed(outline, key, (step) => ({ ...step, fields: { ...step.fields, ...fields } }));
}

export function pointStep(outline: Outline, key: string, next: string | null): Outline {
  return changed(outline, key, (step) => ({ ...step, next }));
}

/** What led to the step leads on to what followed it; a lane with nothing left to lead to ends the run as `exit` says. */
export function removeStep(outline: Outline, key: string, exit: string): { outline: Outline; removed: Removed } | null {
  const place = placeOf(outline, key);
  const step = outline.steps[place];
  if (step === undefined || outline.steps.length === 1) return null;
  const after = step.next === key ? null : step.next;
  const steps = outline.steps
    .filter((other) => other !== step)
    .map((other) => ({
      ...other,
      next: other.next === key ? after : other.next,
      lanes: other.lanes.map((lane) => (lane.step === key ? ledTo(lane, after, exit) : lane)),
    }));
  return { outline: { ...outline, steps }, removed: { step, place, before: outline } };
}

/** Put back, it is led to again from wherever it was, as far as that still leads where the removal had sent it. */
export function putStepBack(outline: Outline, { step, place, before }: Removed): Outline {
  if (placeOf(outline, step.key) >= 0) return outline;
  const after = step.next === step.key ? null : step.next;
  const steps = outline.steps.map((other) => {
    const was = before.steps[placeOf(before, other.key)];
    return {
      ...other,
      next: was?.next === step.key && other.next === after ? step.key : other.next,
      lanes: other.lanes.map((lane) => was?.lanes.find((old) => old.key === lane.key && old.step === step.key) ?? lane),
    };
  });
  return whole({ ...outline, steps: steps.toSpliced(place, 0, step) });
}

/** To another place. Where the thread simply ran down the page it does so again. */
export function moveStep(outline: Outline, key: string, place: number): Outline {
  const from = placeOf(outline, key);
  const step = outline.steps[from];
  if (step === undefined || place < 0 || place >= outline.steps.length || place === from) return outline;
  const flowing = new Set(outline.steps.filter((_, at) => flows(outline, at)).map((one) => one.key));
  const moved = outline.steps.toSpliced(from, 1).toSpliced(place, 0, step);
  const steps = moved.map((one, at) => (flowing.has(one.key) ? { ...one, next: moved[at + 1]?.key ?? null } : one));
  return { ...outline, steps };
}

export function addLane(outline: Outline, key: string, fields: LaneFields): { outline: Outline; key: string } {
  const lane = { ...fields, key: newKey() };
  return { outline: changed(outline, key, (step) => ({ ...step, lanes: [...step.lanes, lane] })), key: lane.key };
}

export function changeLane(outline: Outline, key: string, fields: Partial<LaneFields>): Outline {
  return withLanes(outline, (lanes) => lanes.map((lane) => (lane.key === key ? { ...lane, ...fields } : lane)));
}

export function duplicateLane(outline: Outline, key: string): { outline: Outline; key: string } {
  const made = newKey();
  const next = withLanes(outline, (lanes) =>
    lanes.flatMap((lane) => (lane.key === key ? [lane, { ...lane, key: made }] : [lane])),
  );
  return { outline: next, key: made };
}

export function removeLane(outline: Outline, key: string): { outline: Outline; removed: RemovedLane } | null {
  for (const step of outline.steps) {
    const place = step.lanes.findIndex((lane) => lane.key === key);
    const lane = step.lanes[place];
    if (lane === undefined) continue;
    const next = changed(outline, step.key, (one) => ({ ...one, lanes: one.lanes.toSpliced(place, 1) }));
    return { outline: next, removed: { step: step.key, lane, place } };
  }
  return null;
}

export function putLaneBack(outline: Outline, { step, lane, place }: RemovedLane): Outline {
  return whole(changed(outline, step, (one) => ({ ...one, lanes: one.lanes.toSpliced(place, 0, lane) })));
}

/** Lanes are tried from above: their order counts. */
export function moveLane(outline: Outline, key: string, by: 1 | -1): Outline {
  return withLanes(outline, (lanes) => {
    const from = lanes.findIndex((lane) => lane.key === key);
    const lane = lanes[from];
    const to = from + by;
    return lane === undefined || to < 0 || to >= lanes.length ? lanes : lanes.toSpliced(from, 1).toSpliced(to, 0, lane);
  });
}

/** The last step flows out of the template, where the one above flows into it. */
export function flows({ steps }: Outline, place: number): boolean {
  const step = steps[place];
  const below = steps[place + 1];
  if (step === undefined) return false;
  if (below !== undefined) return step.next === below.key;
  return step.next === null && (place === 0 || steps[place - 1]?.next === step.key);
}

function ledTo(lane: Lane, step: string | null, exit: string): Lane {
  return step === null ? { ...lane, step, exit, wait: null } : { ...lane, step };
}

/** Nothing points to a step that is not there. */
function whole(outline: Outline): Outline {
  const there = (key: string | null) => key !== null && placeOf(outline, key) >= 0;
  const steps = outline.steps.map((step) => ({
    ...step,
    next: there(step.next) ? step.next : null,
    lanes: step.lanes.filter((lane) => lane.step === null || there(lane.step)),
  }));
  return { ...outline, steps };
}

function changed(outline: Outline, key: string, change: (step: OutlineStep) => OutlineStep): Outline {
  return { ...outline, steps: outline.steps.map((step) => (step.key === key ? change(step) : step)) };
}

function withLanes(outline: Outline, change: (lanes: Lane[]) => Lane[]): Outline {
  return { ...outline, steps: outline.steps.map((step) => ({ ...step, lanes: change(step.lanes) })) };
}
