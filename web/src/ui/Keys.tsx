// The keys of a command, drawn as keys.

import type { CommandId } from "../core/commands.ts";
import { keysOf, useKeysOf } from "../core/keys.ts";
import style from "./Keys.module.css";

const SIGNS: Record<string, string> = {
  ArrowDown: "↓",
  ArrowUp: "↑",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
  Enter: "↵",
  shift: "⇧",
};
const MOD = typeof navigator !== "undefined" && /Mac|iP(hone|ad|od)/.test(navigator.userAgent) ? "⌘" : "Ctrl";

/** The first of its keys; nothing where it has none. */
export function Keys({ of }: { of: CommandId }) {
  const [first] = useKeysOf(of);
  return first === undefined ? null : <KeyNames keys={first} />;
}

/** Drawn for the eye; who hears the page finds keys in the map. */
export function KeyNames({ keys }: { keys: string }) {
  return (
    <span className={style.keys} aria-hidden>
      {keys.split(" ").flatMap((each) => named(each).map((name) => <kbd key={each + name}>{name}</kbd>))}
    </span>
  );
}

/** For `aria-keyshortcuts`. */
export function keyShortcuts(command: CommandId): string | undefined {
  const single = keysOf(command).filter((keys) => !keys.includes(" "));
  return single.map((keys) => keys.replace("mod", "Control")).join(" ") || undefined;
}

function named(keys: string): string[] {
  return keys.split("+").map((part) => (part === "mod" ? MOD : (SIGNS[part] ?? part.toUpperCase())));
}
