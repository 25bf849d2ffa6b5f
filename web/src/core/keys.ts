// Which key does what. Components say what they can do; the table here says by which keys, and people may change it.

import { useEffect, useLayoutEffect, useRef } from "react";
import type { MessageId } from "../i18n/ids.ts";
import { COMMANDS, type CommandId } from "./commands.ts";
import { kept } from "./kept.ts";
import { createStore, useStore } from "./store.ts";

export interface Bound {
  id: CommandId;
  run: (event?: KeyboardEvent) => void;
}

interface Choices {
  isOff: boolean;
  keys: Partial<Record<CommandId, string[]>>;
}

const SEQUENCE_MS = 1200;
const FIELDS = "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable=true]";
const TYPING = `${FIELDS}, [role=menu], [role=listbox], [role=combobox]`;

const isChoices = (value: unknown): value is Choices =>
  typeof value === "object" && value !== null && "isOff" in value && "keys" in value;

/** What somebody chose: single letters off, or other keys for single commands. */
export const keyChoices = kept<Choices>("keys", { isOff: false, keys: {} }, isChoices);

const bound = createStore<Bound[]>([]);

/** What can be done at this moment. Of several for one command the newest counts: a dialog before its page. */
export function useBoundCommands(): Bound[] {
  return useStore(bound);
}

/** Offer commands while the component is there. */
export function useCommands(commands: Partial<Record<CommandId, Bound["run"]>>): void {
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  const ids = Object.keys(commands).sort().join(" ");
  // Before it is painted: who sees the component can press its keys at once.
  useLayoutEffect(() => {
    const mine = ids
      .split(" ")
      .filter(isCommand)
      .map((id): Bound => ({ id, run: (event) => latest.current[id]?.(event) }));
    bound.set((others) => [...others, ...mine]);
    return () => bound.set((all) => all.filter((each) => !mine.includes(each)));
  }, [ids]);
}

export function runCommand(id: CommandId): void {
  bound
    .get()
    .findLast((each) => each.id === id)
    ?.run();
}

/** The keys of a command as they are now; none when single letters are off and it has nothing else. */
export function keysOf(id: CommandId, choices: Choices = keyChoices.get()): readonly string[] {
  const keys = choices.keys[id] ?? COMMANDS[id].keys;
  return choices.isOff ? keys.filter((key) => !isSingle(key)) : keys;
}

export function useKeysOf(id: CommandId): readonly string[] {
  return keysOf(id, useStore(keyChoices));
}

export function labelOf(id: CommandId): MessageId {
  return COMMANDS[id].label;
}

/** Listen for the whole page; the function given back ends it. */
export function listenForKeys(target: Document = document): () => void {
  let begun = "";
  let until = 0;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const pressed = nameOf(event);
    if (pressed === null || isOwn(pressed, event)) return;
    const sequence = begun && event.timeStamp < until ? `${begun} ${pressed}` : pressed;
    const found = find(sequence) ?? find(pressed);
    begun = found === undefined && beginsOne(pressed) ? pressed : "";
    until = event.timeStamp + SEQUENCE_MS;
    if (found === undefined) return;
    event.preventDefault();
    found.run(event);
  };
  target.addEventListener("keydown", onKeyDown);
  return () => target.removeEventListener("keydown", onKeyDown);
}

function find(sequence: string): Bound | undefined {
  const isModal = document.querySelector("[data-modal]") !== null;
  return bound
    .get()
    .findLast(
      ({ id }) =>
        COMMANDS[id].group !== "outline" && keysOf(id).includes(sequence) && (!isModal || COMMANDS[id].isEverywhere),
    );
}

/** Which of some commands a key means, for a part of the page that listens by itself. */
export function commandOf<Id extends CommandId>(event: KeyboardEvent, ids: readonly Id[]): Id | undefined {
  const pressed = nameOf(event);
  return pressed === null ? undefined : ids.find((id) => keysOf(id).includes(pressed));
}

function beginsOne(pressed: string): boolean {
  return bound.get().some((each) => keysOf(each.id).some((key) => key.startsWith(`${pressed} `)));
}

/** Single characters can be switched off, and never count while somebody types. */
export function isSingle(keys: string): boolean {
  return keys.split(" ").every((key) => !/^(mod|alt)\+/.test(key) && key.replace("shift+", "").length === 1);
}

/** As the table writes it: `mod+k`, `shift+s`, `?`. `mod` is Control, on Apple's machines Command. */
export function nameOf(event: KeyboardEvent): string | null {
  if (["Shift", "Control", "Alt", "Meta", "Dead", "Unidentified"].includes(event.key)) return null;
  const isLetter = /^\p{L}$/u.test(event.key);
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const marks = [
    event.ctrlKey || event.metaKey ? "mod+" : "",
    event.altKey ? "alt+" : "",
    event.shiftKey && (isLetter || name.length > 1) ? "shift+" : "",
  ];
  return marks.join("") + (name === " " ? "Space" : name);
}

/** What the element in focus answers to itself: everything that writes or moves in a field, Enter on a button or link. */
function isOwn(pressed: string, event: KeyboardEvent): boolean {
  const writes = isSingle(pressed) || /(Enter|ArrowUp|ArrowDown)$/.test(pressed);
  return (writes && isTyping(event)) || (pressed === "Enter" && isAt(event, "a[href], button, summary"));
}

function isTyping(event: KeyboardEvent): boolean {
  return isAt(event, TYPING);
}

function isAt(event: KeyboardEvent, selector: string): boolean {
  return event.target instanceof Element && event.target.closest(selector) !== null;
}

function isCommand(id: string): id is CommandId {
  return Object.hasOwn(COMMANDS, id);
}
