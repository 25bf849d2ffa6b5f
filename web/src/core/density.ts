// How much room a row has. public/theme.js sets what was chosen before anything is painted.

import { kept } from "./kept.ts";

export const DENSITIES = ["default", "compact", "roomy"] as const;
export type Density = (typeof DENSITIES)[number];

const isDensity = (value: unknown): value is Density => DENSITIES.some((density) => density === value);

export const density = kept<Density>("density", "default", isDensity);

export function chooseDensity(chosen: Density): void {
  density.set(chosen);
  document.documentElement.dataset.density = chosen;
}
