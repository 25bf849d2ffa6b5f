// The filters as the bar shows them: what each is called, what can be chosen, and the words of a choice.

import { useQuery } from "@tanstack/react-query";
import { outcomesQuery, peopleQuery, typesQuery, useOutcomeLabel, useTypeLabel } from "../../api/tenant.ts";
import { formatDay } from "../../core/format.ts";
import type { MessageId } from "../../i18n/ids.ts";
import { formatLocale } from "../../i18n/locale.ts";
import { useText } from "../../i18n/text.tsx";
import type { Choice } from "../../ui/ComboBox.tsx";
import { customerQuery, templateNamesQuery } from "./queries.ts";
import { type Filters, PRIORITIES, STATUSES } from "./search.ts";
import type { Shown } from "./state.ts";

/** One pill of the bar; a range of days is one pill over two filters. */
export type PillId =
  | "status"
  | "type"
  | "outcome"
  | "priority"
  | "assignee_id"
  | "customer_id"
  | "template_id"
  | "overdue"
  | "due"
  | "scheduled"
  | "workflow_id"
  | "campaign_id"
  | "conversation_id";

export interface Pill {
  id: PillId;
  label: MessageId;
  names: (keyof Filters)[];
  /** It comes by links only: nobody knows such ids by heart. */
  isHidden?: boolean;
}

export const PILLS: readonly Pill[] = [
  { id: "status", label: "interactions.state", names: ["status"] },
  { id: "overdue", label: "interactions.late", names: ["overdue"] },
  { id: "type", label: "interactions.type", names: ["type"] },
  { id: "priority", label: "interactions.priority", names: ["priority"] },
  { id: "assignee_id", label: "interactions.assignee", names: ["assignee_id"] },
  { id: "customer_id", label: "interactions.customer", names: ["customer_id"] },
  { id: "template_id", label: "interactions.template", names: ["template_id"] },
  { id: "outcome", label: "interactions.outcome", names: ["outcome"] },
  { id: "due", label: "interactions.due", names: ["due_from", "due_to"] },
  { id: "scheduled", label: "interactions.planned", names: ["scheduled_from", "scheduled_to"] },
  { id: "workflow_id", label: "interactions.workflow", names: ["workflow_id"], isHidden: true },
  { id: "campaign_id", label: "interactions.campaign", names: ["campaign_id"], isHidden: true },
  { id: "conversation_id", label: "interactions.conversation", names: ["conversation_id"], isHidden: true },
];

export function isSet(shown: Shown, pill: Pill): boolean {
  return pill.names.some((name) => {
    const value = shown[name];
    return value !== undefined && !(Array.isArray(value) && value.length === 0);
  });
}

/** What can be chosen in a pill with a list; empty for the others. */
export function useChoices(id: PillId): Choice[] {
  const t = useText();
  const { data: people = [] } = useQuery({ ...peopleQuery, enabled: id === "assignee_id" });
  const { data: types = [] } = useQuery({ ...typesQuery, enabled: id === "type" });
  const { data: outcomes = [] } = useQuery({ ...outcomesQuery, enabled: id === "outcome" });
  const { data: templates = [] } = useQuery({ ...templateNamesQuery, enabled: id === "template_id" });
  const outcomeLabel = useOutcomeLabel();
  switch (id) {
    case "status":
      return STATUSES.map((key) => ({ id: key, label: t(`interactions.status.${key}`) }));
    case "priority":
      return PRIORITIES.map((key) => ({ id: key, label: t(`interactions.priority.${key}`) }));
    case "overdue":
      return [
        { id: "true", label: t("interactions.overdue") },
        { id: "false", label: t("interactions.notOverdue") },
      ];
    case "assignee_id":
      return [
        { id: "me", label: t("interactions.me") },
        { id: "none", label: t("interactions.nobody") },
        ...people.filter((member) => member.is_active).map(({ id: key, name }) => ({ id: key, label: name })),
      ];
    case "type":
      return types.map(({ key, label }) => ({ id: key, label }));
    case "outcome":
      return outcomes.map(({ key }) => ({ id: key, label: outcomeLabel(key) }));
    case "template_id":
      return templates;
    default:
      return [];
  }
}

/** The words of what a pill is set to, such as "Pending, In progress". */
export function useWords(pill: Pill, shown: Shown): string {
  const t = useText();
  const choices = useChoices(pill.id);
  const typeLabel = useTypeLabel();
  const chosen = shown[pill.names[0] ?? "q"];
  const ids = [chosen ?? []].flat().map(String);
  const { data: customer } = useQuery({
    ...customerQuery(ids[0] ?? ""),
    enabled: pill.id === "customer_id" && ids.length === 1,
  });
  if (pill.id === "due" || pill.id === "scheduled") return daysOf(shown, pill, t);
  if (pill.id === "customer_id" && customer !== undefined) return customer.name;
  if (pill.isHidden || pill.id === "customer_id") return t("interactions.chosen", { count: ids.length });
  if (pill.id === "type") return ids.map(typeLabel).join(", ");
  return ids.map((id) => choices.find((choice) => choice.id === id)?.label ?? id).join(", ");
}

function daysOf(shown: Shown, pill: Pill, t: ReturnType<typeof useText>): string {
  const [from, to] = pill.names.map((name) => {
    const day = shown[name];
    return typeof day === "string" ? formatDay(day, formatLocale()) : undefined;
  });
  if (from !== undefined && to !== undefined) return from === to ? from : t("interactions.fromTo", { from, to });
  return from === undefined ? t("interactions.upTo", { to: to ?? "" }) : t("interactions.from", { from });
}
