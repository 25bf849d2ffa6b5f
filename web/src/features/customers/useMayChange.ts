// Whether one may change something about a customer: by one's role, and not once the customer's data was erased.

import type { Customer } from "@onward/client";
import { useMay } from "../../api/session.ts";

export function useMayChange({ erased_at }: Customer, permission: string): boolean {
  return useMay(permission) && erased_at === null;
}
