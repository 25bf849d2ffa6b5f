// What opens under a pill: a list to choose from, two days, or a customer to look for.

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Selection } from "react-aria-components";
import { useText } from "../../i18n/text.tsx";
import { ComboBox } from "../../ui/ComboBox.tsx";
import { DateField } from "../../ui/DateField.tsx";
import { PickList } from "../../ui/PickList.tsx";
import style from "./FilterBar.module.css";
import { type Pill, useChoices } from "./filters.ts";
import { customersFoundQuery } from "./queries.ts";
import type { Filters } from "./search.ts";
import { type Shown, without } from "./state.ts";

interface FilterEditorProps {
  pill: Pill;
  shown: Shown;
  onChange: (shown: Shown) => void;
}

export function FilterEditor(props: FilterEditorProps) {
  switch (props.pill.id) {
    case "due":
    case "scheduled":
      return <Days {...props} />;
    case "customer_id":
      return <Customer {...props} />;
    default:
      return <Choices {...props} />;
  }
}

function Choices({ pill, shown, onChange }: FilterEditorProps) {
  const t = useText();
  const choices = useChoices(pill.id);
  const [name = "status"] = pill.names;
  const chosen = [shown[name] ?? []].flat().map(String);
  const isSingle = pill.id === "overdue";
  const choose = (selection: Selection) => {
    const ids = selection === "all" ? choices.map(({ id }) => id) : [...selection].map(String);
    if (ids.length === 0) onChange(without(shown, name));
    else onChange({ ...shown, [name]: isSingle ? ids[0] === "true" : ids });
  };
  return (
    <PickList
      label={t(pill.label)}
      options={choices}
      selectionMode={isSingle ? "single" : "multiple"}
      selectedKeys={chosen}
      onSelectionChange={choose}
      autoFocus
    />
  );
}

function Days({ pill, shown, onChange }: FilterEditorProps) {
  const t = useText();
  const [from = "due_from", to = "due_to"] = pill.names;
  const put = (name: keyof Filters) => (day: string | null) =>
    onChange(day === null ? without(shown, name) : { ...shown, [name]: day });
  const value = (name: keyof Filters) => (typeof shown[name] === "string" ? shown[name] : null);
  return (
    <div className={style.days}>
      <DateField label={t("interactions.firstDay")} value={value(from)} onChange={put(from)} autoFocus />
      <DateField label={t("interactions.lastDay")} value={value(to)} onChange={put(to)} />
    </div>
  );
}

function Customer({ pill, shown, onChange }: FilterEditorProps) {
  const t = useText();
  const [words, setWords] = useState("");
  const { data: choices = [] } = useQuery({
    ...customersFoundQuery(words.trim()),
    placeholderData: (before) => before,
  });
  return (
    <div className={style.days}>
      <ComboBox
        label={t(pill.label)}
        choices={choices}
        inputValue={words}
        onInputChange={setWords}
        onSelectionChange={(id) => id !== null && onChange({ ...shown, customer_id: [String(id)] })}
        autoFocus
      />
    </div>
  );
}
