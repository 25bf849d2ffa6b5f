import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useTypedWords } from "./typedWords.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function field(given?: string) {
  const onSettle = vi.fn();
  const hook = renderHook(({ words }: { words: string | undefined }) => useTypedWords(words, onSettle), {
    initialProps: { words: given },
  });
  return {
    onSettle,
    shown: () => hook.result.current.words,
    type: (words: string) => act(() => hook.result.current.setWords(words)),
    settle: () => act(() => hook.result.current.settle()),
    rest: () => act(() => vi.advanceTimersByTime(1000)),
    follow: (words: string | undefined) => hook.rerender({ words }),
  };
}

test("the page hears of it once the hands rest", () => {
  const words = field();
  words.type("w");
  words.type("wa");
  expect(words.onSettle).not.toHaveBeenCalled();
  words.rest();
  words.rest();
  expect(words.onSettle.mock.calls).toEqual([["wa"]]);
});

test("Enter tells at once, and nothing is told twice", () => {
  const words = field();
  words.type("walk");
  words.settle();
  words.rest();
  words.settle();
  expect(words.onSettle.mock.calls).toEqual([["walk"]]);
});

test("a page that follows late takes back no letter", () => {
  const words = field();
  words.type("wa");
  words.rest();
  words.type("walk");
  words.rest();
  words.type("walkab");
  words.follow("wa");
  expect(words.shown()).toBe("walkab");
  words.follow("walk");
  expect(words.shown()).toBe("walkab");
  words.rest();
  expect(words.onSettle.mock.calls).toEqual([["wa"], ["walk"], ["walkab"]]);
});

test("words from elsewhere take the place of what was typed", () => {
  const words = field("old");
  expect(words.shown()).toBe("old");
  words.type("new");
  words.rest();
  words.follow("new");
  words.follow("old");
  expect(words.shown()).toBe("old");
  words.type("newer");
  words.follow(undefined);
  words.rest();
  expect(words.shown()).toBe("");
  expect(words.onSettle.mock.calls).toEqual([["new"]]);
});

test("words that were taken back before the page followed come from elsewhere later", () => {
  const words = field();
  words.type("wa");
  words.rest();
  words.type("");
  words.rest();
  expect(words.onSettle.mock.calls).toEqual([["wa"], [undefined]]);
  words.follow("wa");
  expect(words.shown()).toBe("wa");
});

test("blanks are no words", () => {
  const words = field("walk");
  words.type("  ");
  words.rest();
  expect(words.onSettle.mock.calls).toEqual([[undefined]]);
  words.follow(undefined);
  words.type("   ");
  words.rest();
  expect(words.onSettle).toHaveBeenCalledTimes(1);
});
