// The views that there are, and the one that the address is about.

import { useSession } from "../../api/session.ts";
import { useText } from "../../i18n/text.tsx";
import { PRESETS, type Shown } from "./state.ts";

export interface KnownView {
  id: string;
  label: string;
  shown: Shown;
}

interface Views {
  tabs: KnownView[];
  current: KnownView;
}

export function useViews(wanted: string | undefined): Views {
  const t = useText();
  const { current: membership } = useSession();
  const mine: KnownView = { id: "mine", label: t("interactions.mine"), shown: PRESETS.mine };
  const team: KnownView = { id: "team", label: t("interactions.team"), shown: PRESETS.team };
  // Somebody who is no member, as on one's own machine, can have nothing assigned.
  const tabs = membership?.member_id == null ? [team] : [mine, team];
  const first = tabs[0] ?? team;
  return { tabs, current: tabs.find(({ id }) => id === wanted) ?? first };
}
