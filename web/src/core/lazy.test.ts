import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { patiently } from "./lazy.ts";
import { markOnline } from "./online.ts";

const asked = vi.fn<() => Promise<{ ok: boolean }>>();

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", asked);
});

afterEach(() => {
  markOnline();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  asked.mockReset();
});

test("what could not come without a connection comes once it is back", async () => {
  const load = vi.fn<() => Promise<string>>().mockRejectedValueOnce(new TypeError("cut off")).mockResolvedValue("part");
  asked.mockRejectedValueOnce(new TypeError()).mockRejectedValueOnce(new TypeError()).mockResolvedValue({ ok: true });
  const part = patiently(load)();
  await vi.advanceTimersByTimeAsync(2000);
  expect(load).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(4000);
  expect(await part).toBe("part");
  expect(asked).toHaveBeenCalledTimes(3);
});

test("what fails although the server answers has failed", async () => {
  asked.mockResolvedValue({ ok: true });
  await expect(patiently(() => Promise.reject(new Error("broken")))()).rejects.toThrow("broken");
});

test("a stylesheet that did not come does not stay as if it had", () => {
  document.head.innerHTML = '<link rel="stylesheet" href="gone.css">';
  document.querySelector("link")?.dispatchEvent(new Event("error"));
  expect(document.querySelector("link")).toBeNull();
});
