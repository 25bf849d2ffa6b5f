// A list in sight of which one or several are picked, each with its mark.

import { Check } from "lucide-react";
import { ListBox, ListBoxItem, type ListBoxProps } from "react-aria-components";
import { useText } from "../i18n/text.tsx";
import { classes } from "./classes.ts";
import option from "./Option.module.css";
import style from "./PickList.module.css";
import type { Option } from "./Select.tsx";

interface PickListProps
  extends Pick<ListBoxProps<Option>, "selectionMode" | "selectedKeys" | "onSelectionChange" | "autoFocus"> {
  label: string;
  options: readonly Option[];
  /** In a box of its own, where it stands among fields. */
  isBoxed?: boolean;
}

export function PickList({ label, options, isBoxed = false, ...rest }: PickListProps) {
  const t = useText();
  return (
    <ListBox
      {...rest}
      aria-label={label}
      items={options}
      className={classes(style.list, isBoxed && style.boxed)}
      renderEmptyState={() => t("ui.noChoices")}
    >
      {({ id, label: words }) => (
        <ListBoxItem id={id} textValue={words} className={classes(option.option, style.option)}>
          {({ isSelected }) => (
            <>
              <span className={style.mark}>{isSelected && <Check size={14} aria-hidden />}</span>
              {words}
            </>
          )}
        </ListBoxItem>
      )}
    </ListBox>
  );
}
