// A type, new or changed.

import type { InteractionType } from "@onward/client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { onward } from "../../../api/client.ts";
import { keys } from "../../../api/queries.ts";
import { showToast } from "../../../core/toasts.ts";
import { glyphOf } from "../../../design/glyphs.tsx";
import { useText } from "../../../i18n/text.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { NumberField } from "../../../ui/NumberField.tsx";
import { Select } from "../../../ui/Select.tsx";
import { ServerForm } from "../../../ui/ServerForm.tsx";
import { Switch } from "../../../ui/Switch.tsx";
import { outcomesQuery } from "../queries.ts";
import { GlyphChoice } from "./GlyphChoice.tsx";
import { labelOfOutcome, labelOfType } from "./labels.ts";
import { NameFields } from "./NameFields.tsx";
import { OutcomeChecks } from "./OutcomeChecks.tsx";

const CHANNELS = ["phone", "email", "sms", "in_person", "none"] as const;
const NAMES = ["key", "label", "channel", "glyph", "duration_minutes", "outcomes"];

/** `of` is left out for a new one. */
export function EditType({ of, onClose }: { of: InteractionType | undefined; onClose: () => void }) {
  const t = useText();
  const client = useQueryClient();
  const { data: outcomes = [] } = useQuery(outcomesQuery);
  const [channel, setChannel] = useState(of?.channel ?? "none");
  const [glyph, setGlyph] = useState(of?.glyph ?? glyphOf(of?.key ?? ""));
  const [minutes, setMinutes] = useState(of?.duration_minutes ?? null);
  const [narrowed, setNarrowed] = useState(of?.outcomes ?? null);
  const save = async ({ key = "", label = "" }: Record<string, string>) => {
    const body = { label: label.trim(), channel, glyph, duration_minutes: minutes, outcomes: narrowed };
    await onward.settings.putType(of?.key ?? key, body, of === undefined ? {} : { ifMatch: of.version });
    await client.invalidateQueries({ queryKey: keys.settings });
    showToast(t("settings.wordSaved", { label }));
    onClose();
  };
  const offered = outcomes.filter(({ key, archived_at }) => archived_at === null || narrowed?.includes(key));
  return (
    <Dialog
      title={of === undefined ? t("settings.addType") : labelOfType(of)}
      isOpen
      onClose={onClose}
      isDismissable={false}
    >
      <ServerForm names={NAMES} send={save} submit={t("settings.save")}>
        <NameFields label={of?.label ?? ""} keyName={of?.key} />
        <Select
          label={t("settings.channel")}
          options={CHANNELS.map((id) => ({ id, label: t(`settings.channel.${id}`) }))}
          selectedKey={channel}
          onSelectionChange={(chosen) => setChannel(CHANNELS.find((each) => each === chosen) ?? channel)}
        />
        <GlyphChoice value={glyph} onChange={setGlyph} />
        <NumberField
          label={t("settings.usualLength")}
          unit={t("settings.minutes")}
          minValue={1}
          maxValue={1440}
          value={minutes ?? Number.NaN}
          onChange={(chosen) => setMinutes(Number.isNaN(chosen) ? null : chosen)}
        />
        <Switch
          isSelected={narrowed === null}
          help={t("settings.allOutcomesHelp")}
          onChange={(isAll) => setNarrowed(isAll ? null : offered.map(({ key }) => key))}
        >
          {t("settings.allOutcomes")}
        </Switch>
        {narrowed !== null && (
          <OutcomeChecks
            options={offered.map((each) => ({ id: each.key, label: labelOfOutcome(each) }))}
            value={narrowed}
            onChange={setNarrowed}
          />
        )}
      </ServerForm>
    </Dialog>
  );
}
