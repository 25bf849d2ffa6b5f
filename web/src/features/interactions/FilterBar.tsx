// The words to look for, there at once for whoever types ahead, and the filters as pills, which come after.

import { Search } from "lucide-react";
import { Suspense, useRef } from "react";
import { Input, SearchField } from "react-aria-components";
import { focusPage } from "../../core/focus.ts";
import { useCommands } from "../../core/keys.ts";
import { lazy } from "../../core/lazy.ts";
import { useTypedWords } from "../../core/typedWords.ts";
import { useText } from "../../i18n/text.tsx";
import style from "./FilterBar.module.css";
import { type Shown, without } from "./state.ts";

const FilterPills = lazy(() => import("./FilterPills.tsx"));

interface FilterBarProps {
  shown: Shown;
  onChange: (shown: Shown) => void;
}

export function FilterBar({ shown, onChange }: FilterBarProps) {
  return (
    <search className={style.bar}>
      <Words shown={shown} onChange={onChange} />
      <Suspense fallback={<div className={style.coming} />}>
        <FilterPills shown={shown} onChange={onChange} />
      </Suspense>
    </search>
  );
}

function Words({ shown, onChange }: FilterBarProps) {
  const t = useText();
  const field = useRef<HTMLInputElement>(null);
  const { words, setWords, settle } = useTypedWords(shown.q, (q) =>
    onChange(q === undefined ? without(shown, "q") : { ...shown, q }),
  );
  useCommands({ search: () => field.current?.focus() });
  return (
    <SearchField
      aria-label={t("interactions.find")}
      value={words}
      onChange={setWords}
      onKeyDown={({ key, nativeEvent }) => {
        if (key !== "Enter" || nativeEvent.isComposing) return;
        settle();
        focusPage();
      }}
      className={style.find ?? ""}
    >
      <Search size={16} aria-hidden />
      <Input ref={field} className={style.words ?? ""} placeholder={t("interactions.findHint")} maxLength={200} />
    </SearchField>
  );
}
