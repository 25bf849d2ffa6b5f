import { expect, test } from "vitest";
import { readQuickLine } from "./oneLine.ts";

const TYPES = [
  { key: "phone_call", label: "Phone call" },
  { key: "send_proposal", label: "Send proposal" },
  { key: "follow_up", label: "Follow-up" },
  { key: "email", label: "E-mail" },
  { key: "meeting", label: "Meeting" },
];

test.each([
  ["call intro +2d", { type: "phone_call", title: "Intro", scheduled_offset_days: 2, day_unit: "calendar" }],
  [
    "email the offer +3wd 9:30 due 2d !high",
    {
      type: "email",
      title: "The offer",
      scheduled_offset_days: 3,
      day_unit: "business",
      at_time: "09:30",
      due_offset_days: 2,
      priority: "high",
    },
  ],
  ["meeting tue", { type: "meeting", title: "Meeting", scheduled_weekday: "tuesday" }],
  ["proposal +1w", { type: "send_proposal", title: "Send proposal", scheduled_offset_days: 7 }],
  ["follow up on it", { type: "follow_up", title: "Up on it" }],
  ["write a card", { type: "follow_up", title: "Write a card" }],
  ["+1d", { type: "follow_up", title: "+1d", scheduled_offset_days: 1 }],
])("%s", (line, fields) => {
  expect(readQuickLine(line, TYPES)).toMatchObject(fields);
});

test("what is no sign belongs to the subject", () => {
  expect(readQuickLine("call about +x 25:00 !soon", TYPES)).toMatchObject({
    title: "About +x 25:00 !soon",
    at_time: null,
    priority: null,
  });
});

test("an empty line is no step", () => {
  expect(readQuickLine("   ", TYPES)).toBeNull();
});
