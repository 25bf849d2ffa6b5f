// Nobody leaves a draft behind that the server does not have, unless they say so.

import { useBlocker } from "@tanstack/react-router";
import { Suspense } from "react";
import { lazy } from "../../core/lazy.ts";
import type { Draft } from "./useDraft.ts";

const LeaveDialog = lazy(() => import("./LeaveDialog.tsx"));

export function LeaveGuard({ draft }: { draft: Draft }) {
  const isKept = draft.saving.state === "still";
  const blocker = useBlocker({
    shouldBlockFn: async () => !isKept && (await draft.flush()) === null,
    enableBeforeUnload: !isKept,
    withResolver: true,
  });
  if (blocker.status !== "blocked") return null;
  return (
    <Suspense>
      <LeaveDialog onLeave={blocker.proceed} onStay={blocker.reset} />
    </Suspense>
  );
}
