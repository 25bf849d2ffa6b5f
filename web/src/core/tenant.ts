// Which of one's tenants this browser works in. The server decides whether one may.

import { kept } from "./kept.ts";

/** The tenant's slug, or nothing chosen yet. */
export const chosenTenant = kept<string>("tenant", "", (value): value is string => typeof value === "string");
