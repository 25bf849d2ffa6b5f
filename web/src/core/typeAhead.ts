// Hands are faster than pages: what is typed while a layer is on its way is held, and typed into it once it is there.

import { useLayoutEffect } from "react";

const NAMED = ["Enter", "Backspace", "ArrowUp", "ArrowDown"];
/** How long a layer that is there may take until it has the focus. */
const PATIENCE_MS = 1000;

let holders = 0;
let held: KeyboardEvent[] = [];
let isListening = false;
let isTyping = false;
/** The layer has the focus: what is held goes there. */
let isPouring = false;
/** Where the focus was before the layer came. */
let before: Element | null = null;

/** Keys wait for as long as the component is there. */
export function useHeldKeys(): void {
  useLayoutEffect(holdKeys, []);
}

/** Until the function given back is called; of several the last one lets go. */
export function holdKeys(): () => void {
  if (holders === 0 && (!isListening || isTyping)) before = document.activeElement;
  if (!isListening) {
    window.addEventListener("keydown", hold, true);
    window.addEventListener("pointerdown", hurry, true);
  }
  isListening = true;
  holders += 1;
  return () => {
    holders -= 1;
    setTimeout(() => void letGo());
  };
}

function hold(event: KeyboardEvent): void {
  if (!event.isTrusted && isTyping) return;
  if (event.key === "Escape") held = [];
  if (!isHeld(event)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  held.push(event);
}

/** Characters and what goes with them; what the browser answers to stays its own. */
function isHeld({ key, ctrlKey, metaKey, altKey, isComposing }: KeyboardEvent): boolean {
  if (isComposing || altKey) return false;
  return ctrlKey || metaKey ? key === "Enter" : key.length === 1 || NAMED.includes(key);
}

/** A press moves the focus: what was typed before it is written before it, or had no place to go. */
function hurry(): void {
  if (!isPouring) held = [];
  while (typeNext());
}

async function letGo(): Promise<void> {
  if (holders > 0 || isTyping || !isListening) return;
  isTyping = true;
  isPouring = await isFocused();
  if (!isPouring && holders === 0) held = [];
  while (typeNext()) await turn();
  isPouring = false;
  isTyping = false;
  if (holders > 0) return;
  window.removeEventListener("keydown", hold, true);
  window.removeEventListener("pointerdown", hurry, true);
  isListening = false;
}

/** False when nothing is left, or the rest is for a layer that is on its way again. */
function typeNext(): boolean {
  const next = holders === 0 ? held.shift() : undefined;
  if (next === undefined) return false;
  typeAgain(next);
  return true;
}

async function isFocused(): Promise<boolean> {
  const until = performance.now() + PATIENCE_MS;
  while (holders === 0 && performance.now() < until) {
    const now = document.activeElement;
    if (now !== before && now !== document.body) return true;
    await turn();
  }
  return false;
}

function turn(): Promise<void> {
  return new Promise((done) => setTimeout(done));
}

/** As if the key were pressed now, where the focus is now. */
function typeAgain(key: KeyboardEvent): void {
  const target = document.activeElement ?? document.body;
  if (target.dispatchEvent(new KeyboardEvent("keydown", key))) write(target, key.key);
  (document.activeElement ?? target).dispatchEvent(new KeyboardEvent("keyup", key));
}

/** What the browser itself does when nobody else answers. */
function write(target: Element, key: string): void {
  const isArea = target instanceof HTMLTextAreaElement;
  if (!(isArea || target instanceof HTMLInputElement)) {
    if (target instanceof HTMLButtonElement && key === "Enter") target.click();
  } else if (key === "Enter" && !isArea) {
    target.form?.requestSubmit();
  } else if (key.length === 1 || key === "Enter" || key === "Backspace") {
    const from = target.selectionStart ?? 0;
    const to = target.selectionEnd ?? from;
    const isBack = key === "Backspace";
    target.setRangeText(
      isBack ? "" : key === "Enter" ? "\n" : key,
      isBack && from === to ? Math.max(from - 1, 0) : from,
      to,
      "end",
    );
    target.dispatchEvent(new InputEvent("input", { bubbles: true, data: key }));
  }
}
