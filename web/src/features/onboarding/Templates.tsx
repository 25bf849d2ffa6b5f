// A first template: what everybody gets who has no other plan, drawn as the thread that it is.

import type { CreateTemplate, Template } from "@onward/client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { onward } from "../../api/client.ts";
import { keys } from "../../api/queries.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { Choices } from "../../ui/Choices.tsx";
import { ServerForm } from "../../ui/ServerForm.tsx";
import { Waiting } from "../../ui/Waiting.tsx";
import { firstTemplatesQuery } from "./queries.ts";
import { readyMade } from "./readyMade.ts";
import { TemplateThread } from "./TemplateThread.tsx";

const OFFERED = 3;
const READY_MADE = "ready-made";

/** One that is there, or one to be made. */
type Offer = { id: string; is_default: boolean } & Pick<CreateTemplate | Template, "name" | "description" | "steps">;

export function Templates({ onDone }: { onDone: (id: string | undefined) => void }) {
  const t = useText();
  const found = useQuery(firstTemplatesQuery);
  return (
    <>
      <Waiting for={found}>{(templates) => <Choose offers={offersOf(templates)} onDone={onDone} />}</Waiting>
      <Button look="quiet" onPress={() => onDone(undefined)}>
        {t("start.later")}
      </Button>
    </>
  );
}

function offersOf(templates: Template[]): Offer[] {
  const made = { ...readyMade(), id: READY_MADE, is_default: false };
  const isThere = templates.length >= OFFERED || templates.some(({ name }) => name === made.name);
  return isThere ? templates : [...templates, made];
}

function Choose({ offers, onDone }: { offers: Offer[]; onDone: (id: string) => void }) {
  const t = useText();
  const client = useQueryClient();
  const [id, setId] = useState(() => offers.find(({ is_default }) => is_default)?.id ?? offers[0]?.id ?? "");
  const chosen = offers.find((each) => each.id === id);
  const save = async () => {
    const taken = chosen === undefined ? id : await take(chosen);
    await client.invalidateQueries({ queryKey: keys.templates });
    onDone(taken);
  };
  if (chosen === undefined) return null;
  return (
    <ServerForm names={[]} send={save} submit={t("start.takeTemplate")}>
      <Choices
        label={t("start.templatesLead")}
        value={id}
        options={offers.map(({ id: each, name, description }) => ({
          id: each,
          label: name,
          ...(description == null ? {} : { help: description }),
        }))}
        onChange={setId}
        autoFocus
      />
      <TemplateThread name={chosen.name} steps={chosen.steps} />
    </ServerForm>
  );
}

/** Its id, once it is there and the tenant's default. */
async function take({ id, is_default: isDefault }: Offer): Promise<string> {
  if (id === READY_MADE) return (await onward.templates.createTemplate({ ...readyMade(), is_default: true })).id;
  if (!isDefault) await onward.templates.updateTemplate(id, { is_default: true });
  return id;
}
