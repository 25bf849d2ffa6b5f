// Who takes them: one, several in turn, or nobody. Typing a name and Enter is enough.

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { peopleQuery } from "../../api/tenant.ts";
import { useText } from "../../i18n/text.tsx";
import { Field } from "../../ui/Field.tsx";
import { PickList } from "../../ui/PickList.tsx";
import type { FormProps } from "./BulkForm.tsx";
import type { BulkAct } from "./bulk.ts";

const NOBODY = "nobody";

export function BulkPeople({ onChange }: FormProps) {
  const t = useText();
  const { data: people = [] } = useQuery(peopleQuery);
  const [words, setWords] = useState("");
  const [picked, setPicked] = useState<string[]>([]);
  const choices = [
    ...people.filter(({ is_active }) => is_active).map(({ id, name }) => ({ id, label: name })),
    { id: NOBODY, label: t("interactions.nobody") },
  ];
  const found = choices.filter(({ label }) => label.toLocaleLowerCase().includes(words.trim().toLocaleLowerCase()));
  const first = words.trim() === "" ? undefined : found[0]?.id;
  const chosen = picked.length > 0 ? picked : first === undefined ? [] : [first];
  const said = chosen.join(" ");
  useEffect(() => onChange(actOf(said === "" ? [] : said.split(" "))), [said, onChange]);
  return (
    <>
      <Field
        label={t("items.assignTitle")}
        help={t("interactions.inTurn")}
        value={words}
        onChange={setWords}
        autoFocus
        autoComplete="off"
      />
      <PickList
        label={t("interactions.assignee")}
        options={found}
        selectionMode="multiple"
        selectedKeys={chosen}
        onSelectionChange={(keys) => setPicked(pick(picked, keys === "all" ? [] : [...keys].map(String)))}
        isBoxed
      />
    </>
  );
}

/** Nobody takes no turns. */
function pick(before: readonly string[], now: string[]): string[] {
  if (!now.includes(NOBODY)) return now;
  return before.includes(NOBODY) && now.length > 1 ? now.filter((id) => id !== NOBODY) : [NOBODY];
}

export function actOf(chosen: readonly string[]): BulkAct | null {
  const [first] = chosen;
  if (first === undefined) return null;
  if (chosen.length > 1) return { kind: "assign", assignee_ids: [...chosen] };
  return { kind: "assign", assignee_id: first === NOBODY ? null : first };
}
