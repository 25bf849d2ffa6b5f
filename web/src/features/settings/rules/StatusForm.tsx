// What each kind of outcome makes of a linked conversation.

import type { Settings, UpdateSettings } from "@onward/client";
import { useMay } from "../../../api/session.ts";
import { useText } from "../../../i18n/text.tsx";
import { Part } from "../../../ui/Page.tsx";
import { Select } from "../../../ui/Select.tsx";
import { useSettingsDraft } from "../draft.ts";
import { SettingsForm } from "../SettingsForm.tsx";
import style from "./Rules.module.css";

const KINDS = ["positive", "neutral", "negative", "no_contact"] as const;
const STATUSES = ["open", "pending", "resolved", "closed"] as const;
const LEAVE = "leave";

interface Statuses extends UpdateSettings {
  conversation_status: Settings["conversation_status"];
}

export function StatusForm({ settings }: { settings: Settings }) {
  const t = useText();
  const isDisabled = !useMay("settings:write");
  const of = useSettingsDraft(settings, statusesOf, ["conversation_status"]);
  const statuses = of.draft.conversation_status;
  const choose = (kind: string, chosen: unknown) => {
    const { [kind]: _, ...others } = statuses;
    const status = STATUSES.find((each) => each === chosen);
    of.change({ conversation_status: status === undefined ? others : { ...others, [kind]: status } });
  };
  return (
    <SettingsForm of={of}>
      <Part title={t("settings.statuses")} lead={t("settings.statusesLead")}>
        <div className={style.pair}>
          {KINDS.map((kind) => (
            <Select
              key={kind}
              label={t(`settings.kind.${kind}`)}
              options={[
                { id: LEAVE, label: t("settings.status.leave") },
                ...STATUSES.map((id) => ({ id, label: t(`settings.status.${id}`) })),
              ]}
              selectedKey={statuses[`kind:${kind}`] ?? LEAVE}
              isDisabled={isDisabled}
              onSelectionChange={(chosen) => choose(`kind:${kind}`, chosen)}
            />
          ))}
        </div>
      </Part>
    </SettingsForm>
  );
}

function statusesOf({ conversation_status }: Settings): Statuses {
  return { conversation_status };
}
