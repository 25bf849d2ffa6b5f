// Saved views in the palette.

import { onward } from "../../api/client.ts";
import { type Finder, holds } from "../../core/finders.ts";
import { text } from "../../i18n/text.tsx";

export const viewFinder: Finder = {
  id: "views",
  title: "interactions.views",
  find: async (words, signal) => {
    const views = await onward.views.listViews({ screen: ["interactions"] }, { signal });
    const found = views.filter(({ name }) => holds(name, words));
    return found.map(({ id, name, scope }) => ({
      id,
      label: name,
      ...(scope === "team" ? { detail: text("interactions.viewOfTeam") } : {}),
      href: `/interactions?view=${id}`,
    }));
  },
};
