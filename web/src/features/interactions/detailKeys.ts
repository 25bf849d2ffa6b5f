// The row keys on an interaction's own page and in its sheet. A sheet keeps the keys of the page below from acting, so
// those of its own are listened for inside it.

import { createContext, type KeyboardEvent, useContext, useEffect, useRef } from "react";
import type { CommandId } from "../../core/commands.ts";
import { type Bound, isSingle, keysOf, nameOf, useCommands } from "../../core/keys.ts";

type Commands = Partial<Record<CommandId, Bound["run"]>>;

/** What the parts of a detail can do. */
export const DetailKeys = createContext<Set<() => Commands>>(new Set());

export function useDetailKeys(commands: Commands): void {
  const offered = useContext(DetailKeys);
  const latest = useRef(commands);
  useCommands(commands);
  useEffect(() => {
    latest.current = commands;
  });
  useEffect(() => {
    const give = () => latest.current;
    offered.add(give);
    return () => void offered.delete(give);
  }, [offered]);
}

const TYPING = "input, textarea, select, [role=combobox], [role=listbox], [role=menu], [role=spinbutton]";

export function pressed(offered: Set<() => Commands>, event: KeyboardEvent): void {
  const name = nameOf(event.nativeEvent);
  const isTyping = event.target instanceof Element && event.target.closest(TYPING) !== null;
  if (event.defaultPrevented || name === null || (isSingle(name) && isTyping)) return;
  for (const give of offered) {
    const found = Object.entries(give()).find(([id]) => keysOf(id as CommandId).includes(name));
    if (found?.[1] === undefined) continue;
    event.preventDefault();
    event.stopPropagation();
    found[1](event.nativeEvent);
    return;
  }
}
