// The fields of the line in hand, whatever it is, with what the server has against them.

import type { Member } from "@onward/client";
import { Form } from "react-aria-components";
import { type Checks, faultOf } from "./checks.ts";
import style from "./Editor.module.css";
import * as edits from "./edits.ts";
import { LaneEditor } from "./LaneEditor.tsx";
import { placeOf } from "./outline.ts";
import { partOf } from "./parts.ts";
import { OtherwiseField, StepEditor } from "./StepEditor.tsx";
import type { Draft } from "./useDraft.ts";
import type { Names } from "./words.ts";

interface EditorProps {
  draft: Draft;
  chosen: string;
  names: Names;
  members: Member[];
  checks: Checks;
}

const NAMES = [
  "title",
  "description",
  "scheduled_offset_days",
  "due_offset_days",
  "at_time",
  "due_time",
  "exit",
  "max_times",
];

export default function Editor({ draft, chosen, names, members, checks }: EditorProps) {
  const { outline, edit } = draft;
  const { step, lane, isOtherwise } = partOf(outline, chosen);
  if (step === undefined) return null;
  const faults = Object.fromEntries(NAMES.map((name) => [name, faultOf(checks, chosen, name) ?? []]));
  const point = (next: string | null) => edit((now) => edits.pointStep(now, step.key, next));
  return (
    <Form
      key={chosen}
      validationErrors={faults}
      onSubmit={(event) => event.preventDefault()}
      className={style.form ?? ""}
    >
      {isOtherwise && <OtherwiseField outline={outline} step={step} onPoint={point} />}
      {lane !== undefined && (
        <LaneEditor
          outline={outline}
          step={step}
          lane={lane}
          names={names}
          fault={faultOf(checks, chosen, "outcomes")}
          onChange={(fields) => edit((now) => edits.changeLane(now, lane.key, fields))}
        />
      )}
      {lane === undefined && !isOtherwise && (
        <StepEditor
          outline={outline}
          step={step}
          names={names}
          members={members}
          isFirst={placeOf(outline, step.key) === 0}
          onChange={(fields) => edit((now) => edits.changeStep(now, step.key, fields))}
          onPoint={point}
        />
      )}
    </Form>
  );
}
