// What the linked conversation becomes, by outcome.

import { useText } from "../../i18n/text.tsx";
import { Select } from "../../ui/Select.tsx";
import style from "./Editor.module.css";
import { type Names, outcomeName } from "./words.ts";

type Mapping = Record<string, string>;

interface ConversationStatusProps {
  mapping: Mapping;
  names: Names;
  onChange: (mapping: Mapping | null) => void;
}

const STATUSES = ["open", "pending", "resolved", "closed"] as const;
const NONE = "none";

export function ConversationStatus({ mapping, names, onChange }: ConversationStatusProps) {
  const t = useText();
  const listed = names.outcomes.map(({ key }) => key);
  const all = [...listed, ...Object.keys(mapping).filter((key) => !listed.includes(key))];
  const set = (outcome: string, status: string) => {
    const { [outcome]: _, ...others } = mapping;
    const next = status === NONE ? others : { ...others, [outcome]: status };
    onChange(Object.keys(next).length === 0 ? null : next);
  };
  return (
    <details className={style.more}>
      <summary>{t("templates.field.conversation")}</summary>
      <div className={style.pair}>
        {all.map((outcome) => (
          <Select
            key={outcome}
            label={outcomeName(outcome, names)}
            options={[
              { id: NONE, label: t("templates.conversation.unchanged") },
              ...STATUSES.map((status) => ({ id: status, label: t(`templates.conversation.${status}`) })),
            ]}
            selectedKey={mapping[outcome] ?? NONE}
            onSelectionChange={(key) => set(outcome, String(key))}
          />
        ))}
      </div>
    </details>
  );
}
