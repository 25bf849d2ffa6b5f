// Light, dark or as the system has it. public/theme.js sets the first one before anything is painted.

import { kept } from "./kept.ts";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const PAPER = { light: "#FBFAF6", dark: "#161512" };
const isTheme = (value: unknown): value is Theme => THEMES.some((theme) => theme === value);

export const theme = kept<Theme>("theme", "system", isTheme);

export function followTheme(): void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const chosen = theme.get();
    const shown = chosen === "system" ? (system.matches ? "dark" : "light") : chosen;
    document.documentElement.dataset.theme = shown;
    document.querySelector('meta[name="theme-color"]')?.setAttribute("content", PAPER[shown]);
  };
  theme.subscribe(apply);
  system.addEventListener("change", apply);
  apply();
}
