// The filters as pills that can be opened and changed.

import { Plus, X } from "lucide-react";
import { useRef, useState } from "react";
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from "react-aria-components";
import { useText } from "../../i18n/text.tsx";
import { Button, IconButton } from "../../ui/Button.tsx";
import popover from "../../ui/Menu.module.css";
import { Menu, MenuItem } from "../../ui/Menu.tsx";
import style from "./FilterBar.module.css";
import { FilterEditor } from "./FilterEditor.tsx";
import { isSet, PILLS, type Pill, type PillId, useWords } from "./filters.ts";
import { type Shown, without } from "./state.ts";

interface FilterPillsProps {
  shown: Shown;
  onChange: (shown: Shown) => void;
}

export default function FilterPills({ shown, onChange }: FilterPillsProps) {
  const t = useText();
  const [added, setAdded] = useState<PillId | null>(null);
  const there = PILLS.filter((pill) => isSet(shown, pill) || pill.id === added);
  const line = useRef<HTMLDivElement>(null);
  const others = PILLS.filter((pill) => !pill.isHidden && !there.includes(pill));
  return (
    <div ref={line} className={style.pills}>
      {there.map((pill) => (
        <FilterPill
          key={pill.id}
          pill={pill}
          shown={shown}
          onChange={onChange}
          isNew={pill.id === added}
          onClose={() => setAdded(null)}
          onRemoved={() => line.current?.querySelector<HTMLElement>("[data-add]")?.focus()}
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
    </div>
  );
}

interface FilterPillProps extends FilterPillsProps {
  pill: Pill;
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
