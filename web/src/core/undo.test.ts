import { beforeEach, expect, test, vi } from "vitest";
import { forgetUndo, rememberUndo, undoLast } from "./undo.ts";

beforeEach(forgetUndo);

test("the newest act first, each once", async () => {
  const undone: string[] = [];
  for (const words of ["one", "two"]) rememberUndo({ words, undo: async () => undone.push(words) });
  expect([await undoLast(), await undoLast(), await undoLast()]).toEqual([true, true, false]);
  expect(undone).toEqual(["two", "one"]);
});

test("while one is being taken back, asking again takes back no other", async () => {
  const older = vi.fn(async () => undefined);
  let finish = () => undefined as unknown;
  rememberUndo({ words: "older", undo: older });
  rememberUndo({ words: "newer", undo: () => new Promise((done) => (finish = () => done(null))) });
  const first = undoLast();
  expect(await undoLast()).toBe(true);
  expect(older).not.toHaveBeenCalled();
  finish();
  await first;
  await undoLast();
  expect(older).toHaveBeenCalledOnce();
});

test("what another tenant never answers does not keep the key", async () => {
  rememberUndo({ words: "left behind", undo: () => new Promise(() => undefined) });
  void undoLast();
  forgetUndo();
  const here = vi.fn(async () => undefined);
  rememberUndo({ words: "here", undo: here });
  expect(await undoLast()).toBe(true);
  expect(here).toHaveBeenCalledOnce();
});

test("one that cannot be taken back does not keep the key", async () => {
  rememberUndo({ words: "older", undo: async () => undefined });
  rememberUndo({ words: "newer", undo: () => Promise.reject(new Error("refused")) });
  await expect(undoLast()).rejects.toThrow("refused");
  expect(await undoLast()).toBe(true);
});
