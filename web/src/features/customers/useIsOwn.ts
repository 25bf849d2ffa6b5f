// Which notes are one's own.

import type { Customer, Note } from "@onward/client";
import { useSession } from "../../api/session.ts";
import { useMemberName } from "../../api/tenant.ts";
import { useMayChange } from "./useMayChange.ts";

/** Whoever wrote a note may change it. On one's own machine, where one is no member, what no member wrote is one's own. */
export function useIsOwn(customer: Customer): (note: Note) => boolean {
  const mayWrite = useMayChange(customer, "customers:write");
  const { current } = useSession();
  const nameOf = useMemberName();
  const own = current?.member_id ?? null;
  return ({ author_id }) => mayWrite && (own === null ? nameOf(author_id) === undefined : author_id === own);
}
