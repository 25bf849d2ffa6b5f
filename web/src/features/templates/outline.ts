// A template as it stands on the page while somebody writes it: steps and lanes known by keys, so that moving one never
// breaks what points to it. Steps get their numbers, by their place, only when the template is sent.

import type { Branch, Step, TemplateDraft } from "@onward/client";

/** A lane: where a step goes on for some outcomes. Exactly one of `step`, `template` and `exit` is set. */
export interface Lane {
  key: string;
  outcomes: string[];
  step: string | null;
  template: string | null;
  exit: string | null;
  /** Days instead of the step's own; null leaves the step's. */
  wait: number | null;
  /** How often one run may take it; null is no limit. */
  most: number | null;
}

export type StepFields = Required<Omit<Step, "step_number" | "next_step" | "branches">>;

export interface OutlineStep {
  key: string;
  fields: StepFields;
  /** The step that follows where no lane is taken; null ends the run. */
  next: string | null;
  lanes: Lane[];
}

export interface Outline {
  name: string;
  description: string | null;
  endAction: string;
  onReply: NonNullable<TemplateDraft["on_reply"]>;
  steps: OutlineStep[];
}

const PLAIN: StepFields = {
  type: "follow_up",
  title: "",
  description: null,
  scheduled_offset_days: 0,
  due_offset_days: 0,
  anchor: "completed",
  day_unit: "calendar",
  scheduled_weekday: null,
  at_time: null,
  due_time: null,
  priority: null,
  assignee: null,
  fallback_type: null,
  conversation_status: null,
};

let last = 0;

export function newKey(): string {
  last += 1;
  return `k${last}`;
}

export function stepFields(fields: Partial<StepFields>): StepFields {
  return { ...PLAIN, ...fields };
}

/** The step that a run begins with comes first, the others as they were sent. */
export function outlineOf(definition: TemplateDraft): Outline {
  const ordered = [...definition.steps].sort((a, b) => Number(b.step_number === 1) - Number(a.step_number === 1));
  const keys = new Map(ordered.map((step) => [step.step_number, newKey()]));
  const keyOf = (number: number | null | undefined) => (number == null ? null : (keys.get(number) ?? null));
  return {
    name: definition.name,
    description: definition.description ?? null,
    endAction: definition.end_action ?? "default",
    onReply: definition.on_reply ?? "ignore",
    steps: ordered.map(({ step_number, next_step, branches = [], ...fields }) => ({
      key: keyOf(step_number) ?? newKey(),
      fields: stepFields(fields),
      next: keyOf(next_step),
      lanes: branches.map((branch) => laneOf(branch, keyOf(branch.next_step))),
    })),
  };
}

function laneOf(branch: Branch, step: string | null): Lane {
  return {
    key: newKey(),
    outcomes: [...branch.outcomes],
    step,
    template: branch.template_id ?? null,
    exit: branch.exit ?? null,
    wait: branch.scheduled_offset_days ?? null,
    most: branch.max_times ?? null,
  };
}

export function definitionOf(outline: Outline): TemplateDraft {
  const numbers = new Map(outline.steps.map(({ key }, place) => [key, place + 1]));
  const numberOf = (key: string | null) => (key === null ? null : (numbers.get(key) ?? null));
  return {
    name: outline.name,
    description: outline.description,
    end_action: outline.endAction,
    on_reply: outline.onReply,
    steps: outline.steps.map(({ fields, next, lanes }, place) => ({
      ...fields,
      step_number: place + 1,
      next_step: numberOf(next),
      branches: lanes.map((lane) => branchOf(lane, numberOf(lane.step))),
    })),
  };
}

function branchOf({ outcomes, template, exit, wait, most }: Lane, next: number | null): Branch {
  return {
    outcomes,
    next_step: next,
    template_id: template,
    exit,
    scheduled_offset_days: wait,
    max_times: most,
  };
}

export function placeOf(outline: Outline, key: string): number {
  return outline.steps.findIndex((step) => step.key === key);
}

export function stepAt(outline: Outline, key: string | null): OutlineStep | undefined {
  return outline.steps.find((step) => step.key === key);
}

/** The step that has the lane, with the lane. */
export function laneAt(outline: Outline, key: string | null): { step: OutlineStep; lane: Lane } | undefined {
  for (const step of outline.steps) {
    const lane = step.lanes.find((one) => one.key === key);
    if (lane !== undefined) return { step, lane };
  }
  return undefined;
}
