// All sections of the settings, in two levels: the navigation, the overview and the search read this table.

import type { MessageId } from "../../i18n/ids.ts";

export interface Section {
  to: SectionPath;
  label: MessageId;
  about: MessageId;
  /** Other words by which somebody may look for it. */
  words: MessageId;
}

export type SectionPath =
  | "/settings/account"
  | "/settings/members"
  | "/settings/keys"
  | "/settings/hours"
  | "/settings/follow-up"
  | "/settings/types"
  | "/settings/outcomes"
  | "/settings/rules"
  | "/settings/audit"
  | "/settings/data";

export interface Group {
  title: MessageId;
  sections: Section[];
}

export const GROUPS: Group[] = [
  {
    title: "settings.group.you",
    sections: [section("/settings/account", "account")],
  },
  {
    title: "settings.group.people",
    sections: [section("/settings/members", "members"), section("/settings/keys", "keys")],
  },
  {
    title: "settings.group.engine",
    sections: [
      section("/settings/hours", "hours"),
      section("/settings/follow-up", "followUp"),
      section("/settings/rules", "rules"),
    ],
  },
  {
    title: "settings.group.words",
    sections: [section("/settings/types", "types"), section("/settings/outcomes", "outcomes")],
  },
  {
    title: "settings.group.record",
    sections: [section("/settings/audit", "audit"), section("/settings/data", "data")],
  },
];

type Named = "account" | "members" | "keys" | "hours" | "followUp" | "types" | "outcomes" | "rules" | "audit" | "data";

function section(to: SectionPath, name: Named): Section {
  return { to, label: `settings.${name}`, about: `settings.${name}.about`, words: `settings.${name}.words` };
}

/** The groups with those sections that say all the words somewhere; groups without any fall out. */
export function matching(groups: Group[], words: string, say: (id: MessageId) => string): Group[] {
  const wanted = plain(words).split(/\s+/).filter(Boolean);
  return groups
    .map(({ title, sections }) => ({
      title,
      sections: sections.filter((each) => {
        const said = plain([title, each.label, each.about, each.words].map(say).join(" "));
        return wanted.every((word) => said.includes(word));
      }),
    }))
    .filter(({ sections }) => sections.length > 0);
}

function plain(words: string): string {
  return words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
