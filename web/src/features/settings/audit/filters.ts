// What the audit log can be narrowed to, and what its acts are called.

import type { AuditFilters } from "@onward/client";

export interface AuditSearch {
  act?: AuditGroup | undefined;
  /** A member's id. */
  who?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

/** Acts that somebody would look for together. Names of operations are the server's. */
const ACTS = {
  signIns: [
    "signed_in",
    "sign_in_failed",
    "signed_out",
    "session_ended",
    "signed_out_elsewhere",
    "single_sign_on_linked",
    "second_factor_failed",
    "recovery_code_used",
  ],
  accounts: [
    "change_password",
    "password_changed",
    "password_reset_asked",
    "password_reset",
    "second_factor_turned_on",
    "second_factor_turned_off",
    "recovery_codes_renewed",
  ],
  members: [
    "create_invitation",
    "withdraw_invitation",
    "invitation_accepted",
    "owner_created",
    "create_member",
    "edit_member",
    "deactivate_member",
    "reactivate_member",
  ],
  keys: ["create_key", "revoke_key"],
  settings: [
    "edit_settings",
    "put_type",
    "archive_type",
    "restore_type",
    "order_types",
    "put_outcome",
    "archive_outcome",
    "restore_outcome",
    "order_outcomes",
    "create_conversation_rule",
    "edit_conversation_rule",
    "delete_conversation_rule",
  ],
  transfers: [
    "export_customers",
    "export_interactions",
    "export_everything",
    "export_audit",
    "import_everything",
    "upload_import",
    "run_import",
    "undo_import",
  ],
  refused: ["refused"],
} as const;

export type AuditGroup = keyof typeof ACTS;

export const AUDIT_GROUPS = Object.keys(ACTS) as AuditGroup[];

/** Days count from their beginning to their end, in the tenant's zone. */
export function filtersOf({ act, who, since, until }: AuditSearch): AuditFilters {
  return {
    ...(act !== undefined && { act: [...ACTS[act]] }),
    ...(who !== undefined && { actor_id: who }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until: `${until} 23:59:59` }),
  };
}

/** `second_factor_turned_on` as words. */
export function spokenAct(act: string): string {
  const words = act.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What an entry says besides, in one line. */
export function spokenDetails(details: Record<string, unknown>): string {
  return Object.entries(details)
    .map(([name, value]) => `${name.replaceAll("_", " ")}: ${spoken(value)}`)
    .join(", ");
}

function spoken(value: unknown): string {
  if (Array.isArray(value)) return value.map(spoken).join(" + ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
