// What this browser keeps between visits: choices of how things look, never anything of a tenant's.

import { createStore, type Store } from "./store.ts";

const PREFIX = "onward.";

/** A store that survives a reload and follows the other tabs; where the browser keeps nothing it lasts for the page. */
export function kept<T>(name: string, initial: T, isValid: (value: unknown) => value is T): Store<T> {
  const key = PREFIX + name;
  const store = createStore(read(key, initial, isValid));
  globalThis.addEventListener?.("storage", (event) => {
    if (event.key === key) store.set(read(key, initial, isValid));
  });
  return {
    ...store,
    set(next) {
      store.set(next);
      write(key, store.get());
    },
  };
}

function read<T>(key: string, initial: T, isValid: (value: unknown) => value is T): T {
  try {
    const text = localStorage.getItem(key);
    if (text === null) return initial;
    const value: unknown = parsed(text);
    return isValid(value) ? value : initial;
  } catch {
    return initial;
  }
}

function write(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, typeof value === "string" ? value : JSON.stringify(value));
  } catch {
    // Full or forbidden: the choice lasts until the page is left.
  }
}

/** Plain words are kept without quotes, so that the script that runs before the first paint can read them. */
function parsed(text: string): unknown {
  return /^[[{"\d]|^(true|false|null)$/.test(text) ? JSON.parse(text) : text;
}
