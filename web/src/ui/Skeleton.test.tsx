import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Skeleton } from "./Skeleton.tsx";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("what comes within a blink is not sketched before", () => {
  render(
    <I18nProvider i18n={i18n}>
      <Skeleton />
    </I18nProvider>,
  );
  const isSketched = () => screen.getByRole("status", { hidden: true }).hasAttribute("data-late");
  act(() => vi.advanceTimersByTime(199));
  expect(isSketched()).toBe(false);
  act(() => vi.advanceTimersByTime(1));
  expect(isSketched()).toBe(true);
});
