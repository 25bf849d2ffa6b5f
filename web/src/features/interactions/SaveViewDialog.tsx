// The name of a view, and who sees it. Typing a name and Enter is enough.

import { useMay } from "../../api/session.ts";
import { useText } from "../../i18n/text.tsx";
import { Choices } from "../../ui/Choices.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Field } from "../../ui/Field.tsx";
import { ServerForm } from "../../ui/ServerForm.tsx";
import type { ViewScope } from "./useViewActs.ts";

interface SaveViewDialogProps {
  title: string;
  /** What it is called now. */
  name: string;
  names: string[];
  asksScope: boolean;
  send: (name: string, scope: ViewScope) => Promise<void>;
  onClose: () => void;
}

export function SaveViewDialog({ title, name, names, asksScope, send, onClose }: SaveViewDialogProps) {
  const t = useText();
  const mayTeam = useMay("views:team");
  const taken = new Set(names.filter((other) => other !== name).map(folded));
  const save = async (fields: Record<string, string>) => {
    await send(fields.name?.trim() ?? "", fields.scope === "team" ? "team" : "personal");
    onClose();
  };
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <ServerForm names={["name"]} send={save} submit={t("interactions.viewSave")}>
        <Field
          name="name"
          label={t("interactions.viewName")}
          help={t(asksScope && !mayTeam ? "interactions.viewPersonalOnly" : "interactions.viewNameHelp")}
          defaultValue={name}
          validate={(words) => (taken.has(folded(words)) ? t("interactions.viewNameTaken") : null)}
          maxLength={200}
          autoComplete="off"
          autoFocus
          isRequired
        />
        {asksScope && mayTeam && (
          <Choices
            name="scope"
            label={t("interactions.viewFor")}
            defaultValue="personal"
            options={[
              { id: "personal", label: t("interactions.viewPersonal") },
              { id: "team", label: t("interactions.viewTeam"), help: t("interactions.viewTeamHelp") },
            ]}
          />
        )}
      </ServerForm>
    </Dialog>
  );
}

function folded(name: string): string {
  return name.trim().toLocaleLowerCase();
}
