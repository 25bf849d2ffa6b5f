// Parts of a page that come when they are wanted; without a connection, once it is back.

import { lazy as lazyUntilItFails } from "react";
import { isServerThere, markOffline } from "./online.ts";

const PAUSE_MS = 2000;

// A stylesheet that stands in the page counts as one that has come, even when it has not.
addEventListener("error", ({ target }) => target instanceof HTMLLinkElement && target.remove(), true);

export const lazy: typeof lazyUntilItFails = (load) => lazyUntilItFails(patiently(load));

/** Asks again once the server answers again. What fails although it answers has failed. */
export function patiently<T>(load: () => Promise<T>): () => Promise<T> {
  return async () => {
    for (;;) {
      try {
        return await load();
      } catch (failure) {
        if (await isServerThere()) throw failure;
        markOffline();
      }
      do await new Promise((done) => setTimeout(done, PAUSE_MS));
      while (!(await isServerThere()));
    }
  };
}
