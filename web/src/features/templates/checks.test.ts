import { expect, test } from "vitest";
import { countOf, faultOf, placed } from "./checks.ts";
import { outlineOf } from "./outline.ts";

const outline = outlineOf({
  name: "x",
  steps: [
    { step_number: 1, type: "email", title: "a", next_step: 2, branches: [{ outcomes: [], next_step: 1 }] },
    { step_number: 2, type: "email", title: "b" },
  ],
});
const [first, second] = outline.steps;

test("each fault stands at its step or lane, what is about the whole under nothing", () => {
  const checks = placed(
    [
      { field: "template.steps[1].title", message: "give 1 to 300 characters" },
      { field: "template.steps[0].branches[0].outcomes", message: "name at least one outcome" },
      { field: "template.steps[0].branches[0].outcomes[0]", message: "use small letters" },
      { field: "template.name", message: "give 1 to 200 characters" },
      { field: "template.steps[7].title", message: "is not here" },
    ],
    outline,
  );
  expect(countOf(checks)).toBe(5);
  expect(faultOf(checks, second?.key ?? "", "title")).toBe("Give 1 to 300 characters.");
  expect(faultOf(checks, first?.lanes[0]?.key ?? "", "outcomes")).toBe("Name at least one outcome. Use small letters.");
  expect(faultOf(checks, "", "name")).toBe("Give 1 to 200 characters.");
  expect(faultOf(checks, first?.key ?? "", "title")).toBeUndefined();
});
