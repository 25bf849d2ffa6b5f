// The views that there are, and the one that the address is about.

import type { View } from "@onward/client";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useSession } from "../../api/session.ts";
import { useText } from "../../i18n/text.tsx";
import { viewsQuery } from "./queries.ts";
import { fromView, PRESETS, type Shown } from "./state.ts";

export interface KnownView {
  id: string;
  label: string;
  shown: Shown;
  /** What the server keeps; those that everybody has are not kept. */
  saved?: View;
}

interface Views {
  tabs: KnownView[];
  current: KnownView;
  /** Why the view of the address is not `current`: not here yet, not to be had, or not there. */
  missing: "waiting" | "failed" | "gone" | null;
  error: unknown;
  retry: () => void;
}

export function useViews(wanted: string | undefined): Views {
  const t = useText();
  const { current: membership } = useSession();
  const { data, error, refetch } = useQuery(viewsQuery);
  const saved = useMemo(() => (data ?? []).map(known), [data]);
  const mine: KnownView = { id: "mine", label: t("interactions.mine"), shown: PRESETS.mine };
  const team: KnownView = { id: "team", label: t("interactions.team"), shown: PRESETS.team };
  // Somebody who is no member, as on one's own machine, can have nothing assigned.
  const tabs = [...(membership?.member_id == null ? [team] : [mine, team]), ...saved];
  const found = wanted === undefined ? tabs[0] : tabs.find(({ id }) => id === wanted);
  const reason = data !== undefined ? "gone" : error === null ? "waiting" : "failed";
  return {
    tabs,
    current: found ?? tabs[0] ?? team,
    missing: found === undefined ? reason : null,
    error,
    retry: () => void refetch(),
  };
}

function known(view: View): KnownView {
  return { id: view.id, label: view.name, shown: fromView(view.query), saved: view };
}
