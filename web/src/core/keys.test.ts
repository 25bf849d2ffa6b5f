import { renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isSingle, keyChoices, keysOf, listenForKeys, nameOf, useCommands } from "./keys.ts";

let stop: () => void;

beforeEach(() => {
  stop = listenForKeys();
  document.body.innerHTML = "<main><input><button>Away</button></main>";
});

afterEach(() => {
  stop();
  keyChoices.set({ isOff: false, keys: {} });
});

function press(key: string, more: KeyboardEventInit = {}, target: Element = document.body): boolean {
  return target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
}

test.each<[KeyboardEventInit, string | null]>([
  [{ key: "k", ctrlKey: true }, "mod+k"],
  [{ key: "k", metaKey: true }, "mod+k"],
  [{ key: "S", shiftKey: true }, "shift+s"],
  [{ key: "?", shiftKey: true }, "?"],
  [{ key: "ArrowUp", altKey: true }, "alt+ArrowUp"],
  [{ key: "Shift", shiftKey: true }, null],
])("%o is written %s", (pressed, name) => {
  expect(nameOf(new KeyboardEvent("keydown", pressed))).toBe(name);
});

test("a command runs by its key, and no longer once its component has gone", () => {
  const complete = vi.fn();
  const { unmount } = renderHook(() => useCommands({ complete }));
  expect(press("e")).toBe(false);
  unmount();
  press("e");
  expect(complete).toHaveBeenCalledTimes(1);
});

test("two keys one after the other", () => {
  const goToday = vi.fn();
  renderHook(() => useCommands({ goToday }));
  press("t");
  press("g");
  press("t");
  expect(goToday).toHaveBeenCalledTimes(1);
});

test("single letters keep quiet while somebody types; commands with Control do not", () => {
  const complete = vi.fn();
  const palette = vi.fn();
  renderHook(() => useCommands({ complete, palette }));
  const input = document.querySelector("input") as Element;
  press("e", {}, input);
  press("k", { ctrlKey: true }, input);
  expect(complete).not.toHaveBeenCalled();
  expect(palette).toHaveBeenCalledTimes(1);
});

test("single letters can be switched off, and other keys chosen", () => {
  keyChoices.set({ isOff: true, keys: {} });
  expect(keysOf("complete")).toEqual([]);
  expect(keysOf("undo")).toEqual(["mod+z"]);
  keyChoices.set({ isOff: false, keys: { complete: ["d"] } });
  expect(keysOf("complete")).toEqual(["d"]);
  expect(isSingle("shift+s")).toBe(true);
  expect(isSingle("g t")).toBe(true);
  expect(isSingle("Escape")).toBe(false);
});

test("behind a dialog only what counts everywhere", () => {
  const complete = vi.fn();
  const palette = vi.fn();
  renderHook(() => useCommands({ complete, palette }));
  document.body.insertAdjacentHTML("beforeend", "<div role=dialog data-modal></div>");
  press("e");
  press("k", { ctrlKey: true });
  expect(complete).not.toHaveBeenCalled();
  expect(palette).toHaveBeenCalledTimes(1);
});

test("of two that offer the same, the newer one", () => {
  const page = vi.fn();
  const sheet = vi.fn();
  renderHook(() => useCommands({ note: page }));
  renderHook(() => useCommands({ note: sheet }));
  press("n");
  expect(sheet).toHaveBeenCalledTimes(1);
  expect(page).not.toHaveBeenCalled();
});

test("a button keeps its Enter, a field its arrows", () => {
  const open = vi.fn();
  const next = vi.fn();
  renderHook(() => useCommands({ open, next }));
  const [field, button] = document.querySelectorAll("input, button");
  press("Enter", {}, button);
  press("Enter", {}, field);
  press("ArrowDown", {}, field);
  expect([open, next].flatMap((command) => command.mock.calls)).toEqual([]);
  press("ArrowDown", {}, button);
  press("Enter");
  expect(next).toHaveBeenCalledOnce();
  expect(open).toHaveBeenCalledOnce();
});
