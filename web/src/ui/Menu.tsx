// A button that opens a list of things to do or to choose from.

import { Check } from "lucide-react";
import type { ReactNode } from "react";
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  type MenuItemProps as AriaMenuItemProps,
  type MenuProps as AriaMenuProps,
  Header,
  MenuSection,
  MenuTrigger,
  Popover,
} from "react-aria-components";
import style from "./Menu.module.css";

interface MenuProps extends Omit<AriaMenuProps<object>, "className" | "style"> {
  /** The button. */
  trigger: ReactNode;
  label: string;
  /** Open as soon as it is there: somebody pressed its button before. */
  isOpenAtFirst?: boolean;
  children: ReactNode;
}

export function Menu({ trigger, label, isOpenAtFirst = false, children, ...rest }: MenuProps) {
  return (
    <MenuTrigger defaultOpen={isOpenAtFirst}>
      {trigger}
      <Popover className={style.popover ?? ""} offset={6}>
        <AriaMenu {...rest} aria-label={label} className={style.menu ?? ""}>
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

interface MenuItemProps extends Omit<AriaMenuItemProps, "className" | "style" | "children"> {
  children: string;
  icon?: ReactNode;
  /** What stands at the end of the line, such as a key. */
  end?: ReactNode;
}

export function MenuItem({ children, icon, end, ...rest }: MenuItemProps) {
  return (
    <AriaMenuItem textValue={children} {...rest} className={style.item ?? ""}>
      {({ isSelected, selectionMode }) => (
        <>
          <span className={style.sign} aria-hidden>
            {selectionMode === "none" ? icon : isSelected && <Check size={16} />}
          </span>
          <span>{children}</span>
          {end}
        </>
      )}
    </AriaMenuItem>
  );
}

interface MenuGroupProps extends Pick<AriaMenuProps<object>, "selectionMode" | "selectedKeys" | "onSelectionChange"> {
  title?: string;
  label?: string;
  children: ReactNode;
}

export function MenuGroup({ title, label, children, ...rest }: MenuGroupProps) {
  return (
    <MenuSection {...rest} className={style.group ?? ""} aria-label={label}>
      {title !== undefined && <Header className={style.header ?? ""}>{title}</Header>}
      {children}
    </MenuSection>
  );
}
