// Customers in the palette.

import { onward } from "../../api/client.ts";
import type { Finder } from "../../core/finders.ts";

const MOST = 6;

export const customerFinder: Finder = {
  id: "customers",
  title: "customers.title",
  find: async (words, signal) => {
    const { data } = await onward.customers.listCustomers({ q: words, limit: MOST }, { signal });
    return data.map(({ id, name, company }) => ({
      id,
      label: name,
      ...(company === null || company === name ? {} : { detail: company }),
      href: `/customers/${id}`,
    }));
  },
};
