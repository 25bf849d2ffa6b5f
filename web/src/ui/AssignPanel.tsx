// Another member for an item, found by typing a name.

import { useQuery } from "@tanstack/react-query";
import type { Key } from "react-aria-components";
import { peopleQuery } from "../api/tenant.ts";
import { useText } from "../i18n/text.tsx";
import { ComboBox } from "./ComboBox.tsx";
import style from "./ItemPanel.module.css";

const NOBODY = "none";

export function AssignPanel({ onAssign }: { onAssign: (memberId: string | null, name: string) => void }) {
  const t = useText();
  const { data: people = [] } = useQuery(peopleQuery);
  const members = people.filter(({ is_active }) => is_active).map(({ id, name }) => ({ id, label: name }));
  const nobody = t("items.unassigned");
  const choose = (key: Key | null) => {
    if (key === null) return;
    onAssign(key === NOBODY ? null : String(key), members.find(({ id }) => id === key)?.label ?? nobody);
  };
  return (
    <div className={style.panel}>
      <ComboBox
        key={members.length}
        label={t("items.assignTitle")}
        choices={[...members, { id: NOBODY, label: nobody }]}
        onSelectionChange={choose}
        autoFocus
      />
    </div>
  );
}
