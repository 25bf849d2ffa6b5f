// A first template: what everybody gets who has no other plan, drawn as the thread that it is.

import type { Template } from "@onward/client";
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { onward } from "../../api/client.ts";
import { keys } from "../../api/queries.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../ui/Button.tsx";
import { Choices } from "../../ui/Choices.tsx";
import { ServerForm } from "../../ui/ServerForm.tsx";
import { Knot } from "../../ui/Thread.tsx";
import { Waiting } from "../../ui/Waiting.tsx";
import style from "./Start.module.css";

const MOST = 3;

const firstTemplatesQuery = queryOptions({
  queryKey: [...keys.templates, "first"],
  queryFn: async ({ signal }) =>
    (await onward.templates.listTemplates({ is_active: true, sort: "created_at", limit: MOST }, { signal })).data,
});

export function Templates({ onDone }: { onDone: (id: string | null) => void }) {
  const t = useText();
  const found = useQuery(firstTemplatesQuery);
  return (
    <>
      <Waiting for={found}>{(templates) => <Choose templates={templates} onDone={onDone} />}</Waiting>
      <Button look="quiet" onPress={() => onDone(null)}>
        {t("start.later")}
      </Button>
    </>
  );
}

function Choose({ templates, onDone }: { templates: Template[]; onDone: (id: string) => void }) {
  const t = useText();
  const client = useQueryClient();
  const [id, setId] = useState(() => templates.find(({ is_default }) => is_default)?.id ?? templates[0]?.id ?? "");
  const chosen = templates.find((each) => each.id === id);
  const save = async () => {
    if (chosen?.is_default === false) {
      await onward.templates.updateTemplate(id, { is_default: true });
      await client.invalidateQueries({ queryKey: keys.templates });
    }
    onDone(id);
  };
  if (chosen === undefined) return null;
  return (
    <ServerForm names={[]} send={save} submit={t("start.takeTemplate")}>
      <Choices
        label={t("start.templatesLead")}
        value={id}
        options={templates.map((each) => ({ id: each.id, label: each.name }))}
        onChange={setId}
      />
      <ol className={style.thread} aria-label={chosen.name}>
        {chosen.steps.map(({ step_number, type, title }, place) => (
          <li key={step_number} className={style.knot}>
            <Knot
              type={type}
              tone="accent"
              before={place === 0 ? "none" : "planned"}
              after={place === chosen.steps.length - 1 ? "none" : "planned"}
            />
            {title}
          </li>
        ))}
      </ol>
    </ServerForm>
  );
}
