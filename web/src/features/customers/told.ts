// What happened to a customer, a template's run or a conversation, in words.

import type { TimelineEntry } from "@onward/client";
import type { MessageId } from "../../i18n/ids.ts";

export type Told = NonNullable<TimelineEntry["event"]>;

interface Names {
  t: (id: MessageId, values?: Record<string, string | number>) => string;
  /** Of a run of a template; undefined where it cannot be known any more. */
  template: (workflowId: string | null) => string | undefined;
  member: (id: string | null | undefined) => string | undefined;
  channel: (key: string) => string;
}

const STATUS: Record<string, MessageId> = {
  active: "customers.told.reopened",
  paused: "customers.told.paused",
  closed: "customers.told.closed",
};

/** Reasons that the engine gives; any other was written by a person. */
const REASONS: Record<string, MessageId> = {
  stopped: "customers.reason.stopped",
  replaced: "customers.reason.replaced",
  branched: "customers.reason.branched",
  step_cancelled: "customers.reason.stepCancelled",
  customer_closed: "customers.reason.customerClosed",
  customer_merged: "customers.reason.customerMerged",
  customer_erased: "customers.reason.customerErased",
  by_hand: "customers.reason.byHand",
};

const FIELDS: Record<string, MessageId> = {
  name: "customers.name",
  company: "customers.company",
  email: "customers.email",
  phone: "customers.phone",
  timezone: "customers.zone",
  tags: "customers.tags",
  notes: "customers.about",
  do_not_contact: "customers.doNotContact",
  external_id: "customers.externalId",
  metadata: "customers.metadata",
};

export function toldWords(event: Told, names: Names): string {
  const [subject, what = ""] = event.kind.split(".");
  if (subject === "workflow") return workflowWords(event, what, names);
  if (subject === "conversation") return conversationWords(event, what, names);
  return customerWords(event, what, names);
}

function workflowWords({ workflow_id, new: after }: Told, what: string, { t, template }: Names): string {
  const name = template(workflow_id) ?? t("customers.told.aTemplate");
  const reason = textOf(after?.exit_reason);
  if (what === "exited" && reason !== "")
    return t("customers.told.workflow.exitedWhy", { name, reason: reasonWords(reason, t) });
  return WORKFLOW.has(what)
    ? t(`customers.told.workflow.${what}` as MessageId, { name })
    : t("customers.told.workflow.other", { name });
}

const WORKFLOW = new Set([
  "started",
  "completed",
  "exited",
  "paused",
  "resumed",
  "jumped",
  "migrated",
  "assigned",
  "restored",
]);

export function reasonWords(reason: string, t: Names["t"]): string {
  const known = REASONS[reason];
  return known === undefined ? reason : t(known);
}

function conversationWords({ new: after }: Told, what: string, { t, channel }: Names): string {
  if (what === "created") return t("customers.told.conversationOpened", { name: conversationName(after, channel) });
  if (what === "updated" && after?.status !== undefined)
    return t("customers.told.conversationStatus", { status: textOf(after.status) });
  return t("customers.told.conversationOther");
}

function conversationName(made: Told["new"], channel: Names["channel"]): string {
  return textOf(made?.subject) || channel(textOf(made?.channel));
}

function customerWords({ new: after, old }: Told, what: string, { t, member }: Names): string {
  if (what === "created") return t("customers.told.created");
  if (what === "erased") return t("customers.told.erased");
  if (what === "merged") return t("customers.told.merged", { name: nameOf(old?.merged) });
  const status = STATUS[textOf(after?.status)];
  if (status !== undefined) return t(status);
  if (after !== null && after !== undefined && "owner_id" in after) {
    const owner = member(textOf(after.owner_id)) ?? t("customers.ownerNone");
    return t("customers.told.owner", { owner });
  }
  const fields = Object.keys(after ?? {}).flatMap((field) => (FIELDS[field] === undefined ? [] : [t(FIELDS[field])]));
  return fields.length === 0 ? t("customers.told.changed") : t("customers.told.fields", { fields: fields.join(", ") });
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function nameOf(value: unknown): string {
  return typeof value === "object" && value !== null && "name" in value ? textOf(value.name) : "";
}
