import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { whenQuiet } from "./quiet.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("what cannot come is no fault of the page", async () => {
  const run = vi.fn(() => Promise.reject(new Error("no connection")));
  whenQuiet(run);
  await vi.advanceTimersByTimeAsync(1000);
  expect(run).toHaveBeenCalledOnce();
});

test("what was called off does not come", async () => {
  const run = vi.fn();
  whenQuiet(run)();
  await vi.advanceTimersByTimeAsync(1000);
  expect(run).not.toHaveBeenCalled();
});
