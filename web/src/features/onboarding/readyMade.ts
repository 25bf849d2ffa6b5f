// A template that comes with the first steps and not with the tenant: it is made when somebody takes it.

import type { CreateTemplate } from "@onward/client";
import { text } from "../../i18n/text.tsx";

const TRIES = 3;

export function readyMade(): CreateTemplate {
  return {
    name: text("start.readyMade"),
    description: text("start.readyMade.about"),
    steps: [
      {
        step_number: 1,
        type: "phone_call",
        title: text("start.readyMade.call"),
        due_offset_days: 2,
        next_step: 2,
        branches: [{ outcomes: ["no_answer"], next_step: 1, scheduled_offset_days: 1, max_times: TRIES }],
      },
      {
        step_number: 2,
        type: "email",
        title: text("start.readyMade.letter"),
        scheduled_offset_days: 1,
        day_unit: "business",
        next_step: 3,
      },
      {
        step_number: 3,
        type: "follow_up",
        title: text("start.readyMade.ask"),
        scheduled_offset_days: 30,
        due_offset_days: 5,
      },
    ],
  };
}
