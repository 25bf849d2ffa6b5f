// An outcome, new or changed.

import type { Outcome } from "@onward/client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { onward } from "../../../api/client.ts";
import { keys } from "../../../api/queries.ts";
import { showToast } from "../../../core/toasts.ts";
import { useText } from "../../../i18n/text.tsx";
import { Choices } from "../../../ui/Choices.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { ServerForm } from "../../../ui/ServerForm.tsx";
import { labelOfOutcome } from "./labels.ts";
import { NameFields } from "./NameFields.tsx";

const KINDS = ["positive", "neutral", "negative", "no_contact"] as const;

/** `of` is left out for a new one. */
export function EditOutcome({ of, onClose }: { of: Outcome | undefined; onClose: () => void }) {
  const t = useText();
  const client = useQueryClient();
  const [kind, setKind] = useState(of?.kind ?? "neutral");
  const save = async ({ key = "", label = "" }: Record<string, string>) => {
    const body = { label: label.trim(), kind };
    await onward.settings.putOutcome(of?.key ?? key, body, of === undefined ? {} : { ifMatch: of.version });
    await client.invalidateQueries({ queryKey: keys.settings });
    showToast(t("settings.wordSaved", { label }));
    onClose();
  };
  return (
    <Dialog
      title={of === undefined ? t("settings.addOutcome") : labelOfOutcome(of)}
      isOpen
      onClose={onClose}
      isDismissable={false}
    >
      <ServerForm names={["key", "label", "kind"]} send={save} submit={t("settings.save")}>
        <NameFields label={of === undefined ? "" : labelOfOutcome(of)} keyName={of?.key} />
        <Choices
          label={t("settings.kind")}
          value={kind}
          options={KINDS.map((id) => ({ id, label: t(`settings.kind.${id}`), help: t(`settings.kind.${id}.help`) }))}
          onChange={(chosen) => setKind(KINDS.find((each) => each === chosen) ?? kind)}
        />
      </ServerForm>
    </Dialog>
  );
}
