// Pages and parts of them that come when they are wanted; without a connection, once it is back.

import { lazyRouteComponent } from "@tanstack/react-router";
import { lazy as lazyUntilItFails } from "react";
import { isServerThere, markOffline, whenOnline } from "./online.ts";

// A stylesheet that stands in the page counts as one that has come, even when it has not.
addEventListener("error", ({ target }) => target instanceof HTMLLinkElement && target.remove(), true);

export const lazy: typeof lazyUntilItFails = (load) => lazyUntilItFails(patiently(load));

/** A route's component; `name` is what its file calls it. */
export const lazyPage: typeof lazyRouteComponent = (load, name) => lazyRouteComponent(patiently(load), name);

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
      await whenOnline();
    }
  };
}
