// A new template: a name, and what it begins with. It is not offered for new starts until it is published from the builder.

import { useQueryClient } from "@tanstack/react-query";
import { onward } from "../../api/client.ts";
import { keys } from "../../api/queries.ts";
import { useText } from "../../i18n/text.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Field } from "../../ui/Field.tsx";
import { ServerForm } from "../../ui/ServerForm.tsx";
import style from "./TemplatesPage.module.css";

interface NewTemplateDialogProps {
  onMade: (id: string) => void;
  onClose: () => void;
}

const MAX_NAME_CHARS = 200;

export default function NewTemplateDialog({ onMade, onClose }: NewTemplateDialogProps) {
  const t = useText();
  const client = useQueryClient();
  const send = async ({ name = "" }: Record<string, string>) => {
    const first = { step_number: 1, type: "phone_call", title: t("templates.firstStep") };
    const made = await onward.templates.createTemplate({ name, steps: [first], is_active: false });
    client.setQueryData(keys.template(made.id), made);
    await client.invalidateQueries({ queryKey: [...keys.templates, "list"] });
    onMade(made.id);
  };
  return (
    <Dialog title={t("templates.new")} isOpen onClose={onClose}>
      <div className={style.dialog}>
        <ServerForm names={["name"]} send={send} submit={t("templates.create")}>
          <Field
            label={t("templates.field.name")}
            name="name"
            help={t("templates.newHelp")}
            maxLength={MAX_NAME_CHARS}
            isRequired
            autoFocus
            autoComplete="off"
          />
        </ServerForm>
      </div>
    </Dialog>
  );
}
