import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { holdKeys } from "./typeAhead.ts";

let release: () => void;
let field: HTMLInputElement;
let submitted: string[];

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = "<main tabindex=0></main><form><input></form><textarea></textarea>";
  document.querySelector("main")?.focus();
  field = document.querySelector("input") as HTMLInputElement;
  submitted = [];
  document.querySelector("form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    submitted.push(field.value);
  });
  release = holdKeys();
});

afterEach(async () => {
  release();
  await pause();
  vi.useRealTimers();
});

/** By a clock of the test's own: how busy the machine is does not count. */
async function pause(ms = 60): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

/** False where nobody but the one who holds has had it. */
function press(key: string, more: KeyboardEventInit = {}): boolean {
  const target = document.activeElement ?? document.body;
  return target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
}

function done(): void {
  release();
  release = () => {};
}

test("what is typed meanwhile is typed where the focus is afterwards, in its order", async () => {
  for (const key of ["f", "r", "y", "Backspace", "i", " ", "1", "0", "Enter"]) expect(press(key)).toBe(false);
  field.focus();
  done();
  await pause();
  expect(field.value).toBe("fri 10");
  expect(submitted).toEqual(["fri 10"]);
  expect(press("x")).toBe(true);
});

test("of several that hold the last one lets go", async () => {
  const also = holdKeys();
  press("a");
  field.focus();
  done();
  await pause();
  expect(field.value).toBe("");
  press("b");
  also();
  await pause();
  expect(field.value).toBe("ab");
});

test("keys that open another layer leave the rest to that one", async () => {
  const area = document.querySelector("textarea") as HTMLTextAreaElement;
  let also = () => {};
  field.addEventListener("keydown", (event) => {
    if (event.key !== "o") return;
    event.preventDefault();
    also = holdKeys();
  });
  for (const key of ["1", "o", "2", "Enter", "3"]) press(key);
  field.focus();
  done();
  await pause();
  expect(field.value).toBe("1");
  area.focus();
  also();
  await pause();
  expect(area.value).toBe("2\n3");
});

test("Escape forgets what was typed, and the browser's own keys are not held", async () => {
  press("a");
  expect(press("Escape")).toBe(true);
  expect(press("r", { ctrlKey: true })).toBe(true);
  expect(press("Tab")).toBe(true);
  field.focus();
  done();
  await pause();
  expect(field.value).toBe("");
});

test("where nothing takes the focus nothing is typed", async () => {
  press("a");
  done();
  await pause(1_200);
  field.focus();
  expect(field.value).toBe("");
  expect(press("b")).toBe(true);
});

test("what was typed before a press elsewhere is written before it", async () => {
  const area = document.querySelector("textarea") as HTMLTextAreaElement;
  field.addEventListener("input", () => {
    if (field.value !== "ca") return;
    area.dispatchEvent(new Event("pointerdown", { bubbles: true }));
    area.focus();
  });
  for (const key of "call") press(key);
  field.focus();
  done();
  await pause();
  expect([field.value, area.value]).toEqual(["call", ""]);
});

test("what was typed for a layer that has not come is forgotten by a press elsewhere", async () => {
  press("a");
  done();
  field.dispatchEvent(new Event("pointerdown", { bubbles: true }));
  field.focus();
  await pause();
  expect(field.value).toBe("");
});
