// Another member for an item, found by typing a name.

import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import type { Key } from "react-aria-components";
import { peopleQuery } from "../api/tenant.ts";
import { useText } from "../i18n/text.tsx";
import { type Choice, ComboBox } from "./ComboBox.tsx";
import style from "./ItemPanel.module.css";
import { HeldSkeleton } from "./Skeleton.tsx";

const NOBODY = "none";

interface AssignPanelProps {
  onAssign: (memberId: string | null, name: string) => void;
}

export function AssignPanel({ onAssign }: AssignPanelProps) {
  const t = useText();
  const { data: people, isPending } = useQuery(peopleQuery);
  if (isPending) return <HeldSkeleton rows={1} />;
  const members = (people ?? []).filter(({ is_active }) => is_active).map(({ id, name }) => ({ id, label: name }));
  return <Find choices={[...members, { id: NOBODY, label: t("items.unassigned") }]} onAssign={onAssign} />;
}

function Find({ choices, onAssign }: AssignPanelProps & { choices: Choice[] }) {
  const t = useText();
  const [words, setWords] = useState("");
  const found = choices.filter(({ label }) => holds(label, words));
  const choose = (key: Key | null) => {
    const chosen = choices.find(({ id }) => id === key);
    if (chosen !== undefined) onAssign(chosen.id === NOBODY ? null : chosen.id, chosen.label);
  };
  /** Enter takes the first one found, where none is marked. */
  const onKeyDown = (event: KeyboardEvent) => {
    const isMarked = event.target instanceof Element && event.target.hasAttribute("aria-activedescendant");
    if (event.key !== "Enter" || event.nativeEvent.isComposing || isMarked || words.trim() === "") return;
    event.preventDefault();
    event.stopPropagation();
    choose(found[0]?.id ?? null);
  };
  return (
    <div className={style.panel} onKeyDownCapture={onKeyDown}>
      <ComboBox
        label={t("items.assignTitle")}
        choices={found}
        inputValue={words}
        onInputChange={setWords}
        onSelectionChange={choose}
        autoFocus
      />
    </div>
  );
}

function holds(label: string, words: string): boolean {
  return label.toLocaleLowerCase().includes(words.trim().toLocaleLowerCase());
}
