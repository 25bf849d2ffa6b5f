// The name of the page: in the window's title, and said to those who hear the page when it changes.

import { useEffect } from "react";
import { announce } from "./announce.ts";

const PRODUCT = "Onward";
let named = "";

export function useTitle(words: string): void {
  useEffect(() => {
    document.title = `${words} · ${PRODUCT}`;
    // The first page is read from its beginning anyway.
    if (named !== "" && named !== words) announce(words);
    named = words;
  }, [words]);
}
