import { expect, test } from "vitest";
import * as edits from "./edits.ts";
import { definitionOf, type Outline, outlineOf, stepFields } from "./outline.ts";

const call = { step_number: 1, type: "phone_call", title: "Call", next_step: 2 };
const offer = { step_number: 2, type: "send_proposal", title: "Offer", next_step: 3 };
const ask = { step_number: 3, type: "follow_up", title: "Ask", next_step: null };
const again = { outcomes: ["no_answer"], next_step: 1, scheduled_offset_days: 1, max_times: 3 };

function started(first: object = {}): Outline {
  return outlineOf({ name: "New lead", steps: [{ ...call, ...first }, offer, ask] });
}

function key(outline: Outline, place: number): string {
  return outline.steps[place]?.key ?? "";
}

/** "Call>2 Offer>3 Ask>end": what each step goes on to. */
function told(outline: Outline): string {
  const words = definitionOf(outline).steps.map(({ title, next_step }) => `${title}>${next_step ?? "end"}`);
  return words.join(" ");
}

function lanes(outline: Outline, place: number) {
  return definitionOf(outline).steps[place]?.branches;
}

test("what came from the server goes back as it was", () => {
  const steps = [{ ...call, branches: [again, { outcomes: ["failed"], exit: "enough" }] }, offer, ask];
  const back = definitionOf(outlineOf({ name: "New lead", steps, end_action: "stop" }));
  expect(back).toMatchObject({ name: "New lead", end_action: "stop", on_reply: "ignore" });
  expect(back.steps.map(({ title, next_step }) => [title, next_step])).toEqual([
    ["Call", 2],
    ["Offer", 3],
    ["Ask", null],
  ]);
  expect(back.steps[0]?.branches?.[0]).toMatchObject(again);
});

test("numbers with gaps, and a first step that stands elsewhere, become places", () => {
  const steps = [
    { ...ask, step_number: 30 },
    { ...call, next_step: 30 },
  ];
  expect(told(outlineOf({ name: "x", steps }))).toBe("Call>2 Ask>end");
});

test("a new step takes over what followed the one above it", () => {
  const fields = stepFields({ title: "Note" });
  const outline = started();
  expect(told(edits.addStep(outline, fields, key(outline, 0)).outline)).toBe("Call>2 Note>3 Offer>4 Ask>end");
  expect(told(edits.addStep(outline, fields, null).outline)).toBe("Call>2 Offer>3 Ask>4 Note>end");
});

test.each([
  [2, 0, "Ask>2 Call>3 Offer>end"],
  [0, 2, "Offer>2 Ask>3 Call>end"],
  [1, 2, "Call>2 Ask>3 Offer>end"],
])("moved from place %i to %i the thread runs down the page again", (from, to, words) => {
  const outline = started();
  expect(told(edits.moveStep(outline, key(outline, from), to))).toBe(words);
});

test("who was told to go elsewhere still goes there after a move", () => {
  const outline = started({ next_step: 3, branches: [{ outcomes: ["success"], next_step: 2 }] });
  const moved = edits.moveStep(outline, key(outline, 2), 1);
  expect(told(moved)).toBe("Call>2 Ask>3 Offer>end");
  expect(lanes(moved, 0)?.[0]?.next_step).toBe(3);
});

test("nothing moves beyond the ends", () => {
  const outline = started();
  expect(edits.moveStep(outline, key(outline, 0), -1)).toBe(outline);
  expect(edits.moveStep(outline, key(outline, 2), 3)).toBe(outline);
});

test("what led to a removed step leads on to what followed it; put back, all is as before", () => {
  const outline = started({ branches: [{ outcomes: ["success"], next_step: 2 }] });
  const lost = edits.removeStep(outline, key(outline, 1), "over");
  if (lost === null) throw new Error("It can be removed.");
  expect(told(lost.outline)).toBe("Call>2 Ask>end");
  expect(lanes(lost.outline, 0)?.[0]?.next_step).toBe(2);
  expect(definitionOf(edits.putStepBack(lost.outline, lost.removed))).toEqual(definitionOf(outline));
  expect(edits.putStepBack(outline, lost.removed)).toBe(outline);
});

test("a lane with nothing left to lead to stops, and what was written since the removal stays", () => {
  const outline = started({ branches: [{ outcomes: ["success"], next_step: 3, scheduled_offset_days: 4 }] });
  const lost = edits.removeStep(outline, key(outline, 2), "over");
  if (lost === null) throw new Error("It can be removed.");
  expect(lanes(lost.outline, 0)?.[0]).toMatchObject({ next_step: null, exit: "over", scheduled_offset_days: null });
  const since = edits.changeStep(lost.outline, key(outline, 0), { title: "Ring" });
  expect(told(edits.putStepBack(since, lost.removed))).toBe("Ring>2 Offer>3 Ask>end");
});

test("the last step that is left stays", () => {
  const outline = outlineOf({ name: "x", steps: [{ ...ask, step_number: 1 }] });
  expect(edits.removeStep(outline, key(outline, 0), "over")).toBeNull();
});

test("a copy of a step that retries itself retries itself", () => {
  const outline = started({ branches: [again] });
  const copy = edits.duplicateStep(outline, key(outline, 0));
  expect(told(copy.outline)).toBe("Call>2 Call>3 Offer>4 Ask>end");
  expect(lanes(copy.outline, 1)?.[0]).toMatchObject({ ...again, next_step: 2 });
});

test("lanes are added, moved, copied, removed and put back", () => {
  const outline = started({ branches: [again] });
  const stop = { outcomes: ["failed"], step: null, template: null, exit: "no", wait: null, most: null };
  const { outline: two, key: second } = edits.addLane(outline, key(outline, 0), stop);
  const moved = edits.moveLane(two, second, -1);
  expect(lanes(moved, 0)?.map(({ outcomes }) => outcomes[0])).toEqual(["failed", "no_answer"]);
  expect(edits.moveLane(moved, second, -1).steps).toEqual(moved.steps);
  expect(lanes(edits.duplicateLane(moved, second).outline, 0)).toHaveLength(3);
  const lost = edits.removeLane(moved, second);
  if (lost === null) throw new Error("It can be removed.");
  expect(lanes(lost.outline, 0)).toHaveLength(1);
  expect(edits.putLaneBack(lost.outline, lost.removed).steps).toEqual(moved.steps);
});
