// What a line of the outline stands for: a step, one of its lanes, or its "otherwise".

import { type Lane, laneAt, type Outline, type OutlineStep, stepAt } from "./outline.ts";

export type PartCommand = "addStep" | "addLane" | "editPart" | "moveUp" | "moveDown" | "duplicatePart" | "removePart";

export interface Part {
  step: OutlineStep | undefined;
  lane: Lane | undefined;
  isOtherwise: boolean;
}

const OTHERWISE = ":otherwise";

export function otherwiseOf(step: string): string {
  return step + OTHERWISE;
}

export function partOf(outline: Outline, key: string): Part {
  if (key.endsWith(OTHERWISE)) {
    return { step: stepAt(outline, key.slice(0, -OTHERWISE.length)), lane: undefined, isOtherwise: true };
  }
  const found = laneAt(outline, key);
  return { step: found?.step ?? stepAt(outline, key), lane: found?.lane, isOtherwise: false };
}
