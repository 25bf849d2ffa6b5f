// The fields of templates and steps, and their values, as the list of changes says them.

import type { Branch } from "@onward/client";
import type { MessageId } from "../../i18n/ids.ts";
import { text } from "../../i18n/text.tsx";
import { type Names, outcomeName, templateName, typeName } from "./words.ts";

const NAMES: Record<string, MessageId> = {
  name: "templates.field.name",
  title: "templates.field.title",
  description: "templates.field.description",
  type: "templates.field.type",
  end_action: "templates.field.endAction",
  on_reply: "templates.field.onReply",
  scheduled_offset_days: "templates.field.wait",
  due_offset_days: "templates.field.due",
  next_step: "templates.field.next",
  branches: "templates.field.lanes",
  anchor: "templates.field.anchor",
  day_unit: "templates.field.unit",
  scheduled_weekday: "templates.field.weekday",
  at_time: "templates.field.time",
  due_time: "templates.field.dueTime",
  priority: "templates.field.priority",
  assignee: "templates.field.assignee",
  fallback_type: "templates.field.fallback",
  conversation_status: "templates.field.conversation",
};

export const changeWords = {
  name: (field: string): string => {
    const id = NAMES[field];
    return id === undefined ? field : text(id);
  },
  value: (field: string, value: unknown, names: Names): string => {
    if (field === "next_step")
      return value === null ? text("templates.lane.end") : text("templates.stepNumber", { number: Number(value) });
    if (field === "branches" && Array.isArray(value)) return lanes(value, names);
    if (value === null || value === "") return text("templates.nothing");
    if (field === "type" || field === "fallback_type") return typeName(String(value), names);
    if (field === "end_action" && String(value).startsWith("template:"))
      return templateName(String(value).slice(9), names);
    if (typeof value === "object")
      return Object.entries(value)
        .map(([key, one]) => `${outcomeName(key, names)}: ${one}`)
        .join(", ");
    return String(value);
  },
};

function lanes(branches: Branch[], names: Names): string {
  if (branches.length === 0) return text("templates.nothing");
  return branches.map((branch) => lane(branch, names)).join("; ");
}

function lane({ outcomes, next_step, template_id, exit, max_times }: Branch, names: Names): string {
  const when = outcomes.map((key) => outcomeName(key, names)).join(", ");
  const goal =
    next_step != null
      ? text("templates.stepNumber", { number: next_step })
      : template_id != null
        ? templateName(template_id, names)
        : (exit ?? "");
  const most = max_times == null ? "" : ` (${text("templates.lane.most", { times: max_times })})`;
  return `${when} → ${goal}${most}`;
}
