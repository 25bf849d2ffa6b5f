import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { IconButton } from "./Button.tsx";

test("an icon that has the focus for a while says in words what it does", async () => {
  render(<IconButton label="Move it">→</IconButton>);
  await userEvent.tab();
  expect(await screen.findByRole("tooltip", {}, { timeout: 3000 })).toHaveProperty("textContent", "Move it");
  act(() => screen.getByRole("button").blur());
  expect(screen.queryByRole("tooltip")).toBeNull();
});
