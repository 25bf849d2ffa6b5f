// Whose day is shown: oneself, or whom the address names. On one's own machine nobody is signed in and the work is
// other people's; there the day of who has something due first is shown instead of an empty one.

import { useQuery } from "@tanstack/react-query";
import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { useIntroduction, useSession } from "../../api/session.ts";
import { firstAssigneeQuery, queueQuery } from "./queries.ts";
import type { TodaySearch } from "./routes.ts";

export function useWhose(limit: number): string {
  const { of } = useSearch({ from: "/inside/today" });
  const navigate = useNavigate({ from: "/today" });
  const router = useRouter();
  const { is_local: isLocal } = useIntroduction();
  const { current } = useSession();
  const own = useQuery({ ...queueQuery("me", limit), enabled: of === undefined && isLocal });
  const isIdle = own.data?.sections.every(({ total }) => total === 0) ?? false;
  const first = useQuery({ ...firstAssigneeQuery, enabled: of === undefined && isLocal && isIdle });
  const other = first.data != null && first.data !== current?.member_id ? first.data : undefined;
  useEffect(() => {
    // Whoever is on the way to another page is not called back.
    const isStaying = router.latestLocation.pathname === "/today";
    if (of === undefined && isIdle && other !== undefined && isStaying) {
      void navigate({ search: (before: TodaySearch) => ({ ...before, of: other }), replace: true });
    }
  }, [of, isIdle, other, navigate, router]);
  return of ?? "me";
}
