// The filters as pills that can be opened and changed, and the words to look for.

import { Plus, Search, X } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button as AriaButton, Dialog, DialogTrigger, Input, Popover, SearchField } from "react-aria-components";
import { focusPage } from "../../core/focus.ts";
import { useCommands } from "../../core/keys.ts";
import { useText } from "../../i18n/text.tsx";
import { Button, IconButton } from "../../ui/Button.tsx";
import popover from "../../ui/Menu.module.css";
import { Menu, MenuItem } from "../../ui/Menu.tsx";
import style from "./FilterBar.module.css";
import { FilterEditor } from "./FilterEditor.tsx";
import { isSet, PILLS, type Pill, type PillId, useWords } from "./filters.ts";
import { type Shown, without } from "./state.ts";

interface FilterBarProps {
  shown: Shown;
  onChange: (shown: Shown) => void;
  /** What stands at the end of the line. */
  children?: ReactNode;
}

export function FilterBar({ shown, onChange, children }: FilterBarProps) {
  const t = useText();
  const [added, setAdded] = useState<PillId | null>(null);
  const there = PILLS.filter((pill) => isSet(shown, pill) || pill.id === added);
  const bar = useRef<HTMLElement>(null);
  const others = PILLS.filter((pill) => !pill.isHidden && !there.includes(pill));
  return (
    <search ref={bar} className={style.bar}>
      <Words shown={shown} onChange={onChange} />
      <div className={style.pills}>
        {there.map((pill) => (
          <FilterPill
            key={pill.id}
            pill={pill}
            shown={shown}
            onChange={onChange}
            isNew={pill.id === added}
            onClose={() => setAdded(null)}
            onRemoved={() => bar.current?.querySelector<HTMLElement>("[data-add]")?.focus()}
          />
        ))}
        <Menu
          label={t("interactions.addFilter")}
          onAction={(id) => setAdded(PILLS.find((pill) => pill.id === id)?.id ?? null)}
          trigger={
            <Button look="quiet" data-add>
              <Plus size={15} aria-hidden />
              {t("interactions.addFilter")}
            </Button>
          }
        >
          {others.map(({ id, label }) => (
            <MenuItem key={id} id={id}>
              {t(label)}
            </MenuItem>
          ))}
        </Menu>
        {children}
      </div>
    </search>
  );
}

interface FilterPillProps {
  pill: Pill;
  shown: Shown;
  onChange: (shown: Shown) => void;
  /** Just added: it opens by itself. */
  isNew: boolean;
  onClose: () => void;
  onRemoved: () => void;
}

function FilterPill({ pill, shown, onChange, isNew, onClose, onRemoved }: FilterPillProps) {
  const t = useText();
  const words = useWords(pill, shown);
  const [isOpen, setOpen] = useState(isNew);
  const label = t(pill.label);
  const said = isSet(shown, pill) ? words : t("interactions.any");
  return (
    <div className={style.pill} data-unset={!isSet(shown, pill) || undefined}>
      <DialogTrigger
        isOpen={isOpen}
        onOpenChange={(open) => {
          setOpen(open);
          if (!open) onClose();
        }}
      >
        <AriaButton className={style.open ?? ""} isDisabled={pill.isHidden === true}>
          <span className={style.name}>{label}</span> <span className={style.value}>{said}</span>
        </AriaButton>
        <Popover className={popover.popover ?? ""} offset={6}>
          <Dialog aria-label={label} className={style.editor ?? ""}>
            <FilterEditor pill={pill} shown={shown} onChange={onChange} />
          </Dialog>
        </Popover>
      </DialogTrigger>
      <IconButton
        label={t("interactions.removeFilter", { name: label })}
        onPress={() => {
          onClose();
          onChange(without(shown, ...pill.names));
          onRemoved();
        }}
      >
        <X size={14} aria-hidden />
      </IconButton>
    </div>
  );
}

const PATIENCE_MS = 180;

function Words({ shown, onChange }: Pick<FilterBarProps, "shown" | "onChange">) {
  const t = useText();
  const field = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState(shown.q ?? "");
  const given = useRef(shown.q ?? "");
  useCommands({ search: () => field.current?.focus() });
  useEffect(() => {
    if ((shown.q ?? "") === given.current) return;
    given.current = shown.q ?? "";
    setWords(given.current);
  }, [shown.q]);
  useEffect(() => {
    if (words === given.current) return;
    const timer = setTimeout(() => {
      given.current = words;
      onChange(words.trim() === "" ? without(shown, "q") : { ...shown, q: words });
    }, PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [words, shown, onChange]);
  return (
    <SearchField
      aria-label={t("interactions.find")}
      value={words}
      onChange={setWords}
      onKeyDown={({ key, nativeEvent }) => {
        if (key === "Enter" && !nativeEvent.isComposing) focusPage();
      }}
      className={style.find ?? ""}
    >
      <Search size={16} aria-hidden />
      <Input ref={field} className={style.words ?? ""} placeholder={t("interactions.findHint")} maxLength={200} />
    </SearchField>
  );
}
