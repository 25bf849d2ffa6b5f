// Finding a section by what it is about; Enter opens the first that is found.

import { useNavigate } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { useRef, useState } from "react";
import { useCommands } from "../../core/keys.ts";
import { useText } from "../../i18n/text.tsx";
import style from "./SectionSearch.module.css";
import { GROUPS, type Group, matching } from "./sections.ts";

export function useFoundSections(): { words: string; setWords: (words: string) => void; groups: Group[] } {
  const t = useText();
  const [words, setWords] = useState("");
  return { words, setWords, groups: matching(GROUPS, words, t) };
}

interface SectionSearchProps {
  words: string;
  onChange: (words: string) => void;
  groups: Group[];
}

export function SectionSearch({ words, onChange, groups }: SectionSearchProps) {
  const t = useText();
  const navigate = useNavigate();
  const first = groups[0]?.sections[0];
  const input = useRef<HTMLInputElement>(null);
  useCommands({ search: () => input.current?.focus() });
  return (
    <div>
      <label className={style.search}>
        <Search size={15} aria-hidden />
        <input
          ref={input}
          type="search"
          aria-label={t("settings.find")}
          placeholder={t("settings.find")}
          value={words}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={({ key, nativeEvent }) => {
            if (key === "Enter" && !nativeEvent.isComposing && words !== "" && first) void navigate({ to: first.to });
          }}
        />
      </label>
      <p role="status" className={style.none}>
        {first === undefined && t("settings.findNothing", { words })}
      </p>
    </div>
  );
}
