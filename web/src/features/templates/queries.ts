// What the pages of templates ask the server for.

import type { SimulateTemplate, Template, TemplateDraft } from "@onward/client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { onward } from "../../api/client.ts";
import { keys } from "../../api/queries.ts";

const LONG_MS = 5 * 60_000;
const SHORT_MS = 60_000;

/** The default first, the others by name. */
export const templatesQuery = (archived: boolean) =>
  queryOptions({
    queryKey: [...keys.templates, "list", { archived }],
    queryFn: async ({ signal }) =>
      (await collected(onward.templates.eachTemplate({ archived, limit: 200 }, { signal }))).sort(byName),
  });

export const templateQuery = (id: string) =>
  queryOptions({
    queryKey: keys.template(id),
    queryFn: ({ signal }) => onward.templates.getTemplate(id, { signal }),
  });

/** Of one state of the draft. */
export const draftDiffQuery = (id: string, revision: number) =>
  queryOptions({
    queryKey: [...keys.template(id), "diff", revision],
    queryFn: ({ signal }) => onward.templates.getTemplateDraftDiff(id, { signal }),
  });

export const daysOffQuery = (first: string, last: string) =>
  queryOptions({
    queryKey: [...keys.settings, "days-off", first, last],
    queryFn: ({ signal }) => onward.settings.listDaysOff({ first, last }, { signal }),
    staleTime: LONG_MS,
  });

/** The dated path. A draft with faults is refused with all of them. */
export const pathQuery = (
  template: TemplateDraft,
  start: string | null,
  outcomes: (string | null)[],
  customerId: string | null,
) => {
  const body: SimulateTemplate = { template, start_date: start, outcomes, customer_id: customerId };
  return queryOptions({
    queryKey: [...keys.templates, "path", body],
    queryFn: ({ signal }) => onward.templates.simulateTemplate(body, { signal }),
    placeholderData: keepPreviousData,
    staleTime: SHORT_MS,
    gcTime: SHORT_MS,
  });
};

const MOST_FOUND = 8;

/** For whom the dates may be reckoned. */
export const foundQuery = (words: string) =>
  queryOptions({
    queryKey: [...keys.customers, "for-preview", words],
    queryFn: async ({ signal }) => {
      const filters = { limit: MOST_FOUND, ...(words === "" ? {} : { q: words }) };
      return (await onward.customers.listCustomers(filters, { signal })).data;
    },
    placeholderData: keepPreviousData,
  });

function byName(a: Template, b: Template): number {
  return Number(b.is_default) - Number(a.is_default) || a.name.localeCompare(b.name);
}

async function collected<T>(pages: AsyncGenerator<T, void>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of pages) found.push(one);
  return found;
}
