// What the list and the detail ask the server for.

import type { InteractionFilters, InteractionPage } from "@onward/client";
import { queryOptions } from "@tanstack/react-query";
import { onward } from "../../api/client.ts";
import { keys } from "../../api/queries.ts";
import { PAGE_SIZE } from "./paging.ts";

export const viewsQuery = queryOptions({
  queryKey: [...keys.views, "interactions"],
  queryFn: ({ signal }) => onward.views.listViews({ screen: ["interactions"] }, { signal }),
});

const MOST_TEMPLATES = 200;
const CHOICES = 20;

export const pageQuery = (asked: InteractionFilters, cursor: string | undefined) =>
  queryOptions({
    queryKey: [...keys.interactions, "list", asked, cursor ?? null],
    queryFn: ({ signal }): Promise<InteractionPage> => {
      const page = { include: ["customer" as const, "template" as const], limit: PAGE_SIZE, ...(cursor && { cursor }) };
      return onward.interactions.listInteractions({ ...asked, ...page }, { signal });
    },
  });

/** How many there are on all pages. */
export const countQuery = ({ sort: _, ...asked }: InteractionFilters) =>
  queryOptions({
    queryKey: [...keys.interactions, "count", asked],
    queryFn: ({ signal }) => onward.interactions.countInteractions(asked, { signal }),
  });

export const templateNamesQuery = queryOptions({
  queryKey: [...keys.templates, "names"],
  queryFn: async ({ signal }) => {
    const { data } = await onward.templates.listTemplates({ limit: MOST_TEMPLATES }, { signal });
    return data.map(({ id, name }) => ({ id, label: name }));
  },
});

export const customersFoundQuery = (q: string) =>
  queryOptions({
    queryKey: [...keys.customers, "choices", q],
    queryFn: async ({ signal }) => {
      const asked = q === "" ? { sort: "-updated_at" as const } : { q };
      const { data } = await onward.customers.listCustomers({ ...asked, limit: CHOICES }, { signal });
      return data.map(({ id, name, company }) => ({ id, label: name, detail: company ?? undefined }));
    },
  });

export const customerQuery = (id: string) =>
  queryOptions({
    queryKey: keys.customer(id),
    queryFn: ({ signal }) => onward.customers.getCustomer(id, { signal }),
  });

export const interactionQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.interaction(id), "whole"],
    queryFn: ({ signal }) => onward.interactions.getInteraction(id, { signal }, { include: ["customer", "template"] }),
  });

/** What would come next, as of now: never older than a moment. */
export const peekQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: [...keys.interaction(id), "peek", version],
    queryFn: async ({ signal }) => (await onward.interactions.peekInteraction(id, { signal })).data,
    staleTime: 0,
  });

const NOTES = 5;

export const notesQuery = (customerId: string) =>
  queryOptions({
    queryKey: [...keys.customer(customerId), "notes", "newest"],
    queryFn: async ({ signal }) => (await onward.customers.listNotes(customerId, { limit: NOTES }, { signal })).data,
  });

/** The days of the steps that come later, if the open one were moved so. */
export const pathQuery = (workflowId: string, moved: { scheduled_at?: string; due_at?: string }) =>
  queryOptions({
    queryKey: [...keys.workflows, workflowId, "path", moved],
    queryFn: async ({ signal }) => {
      const { projection } = await onward.workflows.getWorkflow(workflowId, { signal }, moved);
      return projection.data.flatMap(({ due_on, scheduled_on }) => due_on ?? scheduled_on ?? []);
    },
  });

const MOST_EVENTS = 100;

export const historyQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.interaction(id), "history"],
    queryFn: async ({ signal }) =>
      (await onward.events.listEvents({ interaction_id: id, limit: MOST_EVENTS }, { signal })).data,
  });
