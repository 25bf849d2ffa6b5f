// Words that narrow a list while they are typed. The list is asked when the hands rest, and at once on Enter.

import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

const PATIENCE_MS = 150;

interface TypedWords {
  /** What the field shows. */
  words: string;
  setWords: (words: string) => void;
  /** Tell at once what was typed. */
  settle: () => void;
}

/**
 * `given` is what the page goes by; `onSettle` hears of what it shall go by instead. The page follows later, and what
 * was typed until then stays; only words that come from elsewhere, such as a link or the way back, take its place.
 */
export function useTypedWords(given: string | undefined, onSettle: (words: string | undefined) => void): TypedWords {
  const [typed, setTyped] = useState<string | null>(null);
  const told = useRef<(string | undefined)[]>([]);
  const latest = useRef({ given, onSettle });
  useLayoutEffect(() => {
    latest.current = { given, onSettle };
  });
  useEffect(() => {
    const place = told.current.lastIndexOf(given);
    told.current.splice(0, place < 0 ? told.current.length : place + 1);
    if (place < 0) setTyped(null);
  }, [given]);
  const settle = useCallback(() => {
    if (typed === null) return;
    const words = typed.trim() === "" ? undefined : typed;
    const known = told.current.length > 0 ? told.current.at(-1) : latest.current.given;
    if (words === known) return;
    // What the page goes by already it will not come to: what was told before was overtaken.
    told.current = words === latest.current.given ? [] : [...told.current, words];
    latest.current.onSettle(words);
  }, [typed]);
  useEffect(() => {
    const timer = setTimeout(settle, PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [settle]);
  return { words: typed ?? given ?? "", setWords: setTyped, settle };
}
