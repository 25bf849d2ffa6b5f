// What the customers' pages ask the server for.

import type { CustomerFilters, Timeline, TimelineFilters } from "@onward/client";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { onward } from "../../api/client.ts";
import { keys } from "../../api/queries.ts";

const PAGE = 50;
const MOST_RUNNING = 20;

export const customersQuery = (filters: CustomerFilters) =>
  infiniteQueryOptions({
    queryKey: [...keys.customers, "list", filters],
    queryFn: ({ pageParam, signal }) =>
      onward.customers.listCustomers({ ...filters, limit: PAGE, ...after(pageParam) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });

/** The templates that run or wait, each with what lies ahead. */
export const runningQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.workflows, "running", id],
    queryFn: async ({ signal }) => {
      const filters = { customer_id: [id], status: ["active" as const, "paused" as const], limit: MOST_RUNNING };
      const { data } = await onward.workflows.listWorkflows(filters, { signal });
      return Promise.all(data.map((workflow) => onward.workflows.getWorkflow(workflow.id, { signal })));
    },
  });

/** The templates of all runs, those that ended too, by the run's id. */
export const templateNamesQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.workflows, "names", id],
    queryFn: async ({ signal }) => {
      const { data } = await onward.workflows.listWorkflows({ customer_id: [id], limit: 200 }, { signal });
      return new Map(data.map((workflow) => [workflow.id, workflow.template_name]));
    },
  });

export const timelineQuery = (id: string, filters: TimelineFilters) =>
  infiniteQueryOptions({
    queryKey: [...keys.interactions, "timeline", id, filters],
    queryFn: ({ pageParam, signal }): Promise<Timeline> =>
      onward.customers.getTimeline(id, { ...filters, limit: PAGE, ...after(pageParam) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });

export const conversationsQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.customer(id), "conversations"],
    queryFn: async ({ signal }) =>
      (await onward.conversations.listConversations({ customer_id: [id], sort: "-updated_at", limit: 20 }, { signal }))
        .data,
  });

export const messagesQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.customers, "messages", id],
    queryFn: async ({ signal }) => (await onward.conversations.listMessages(id, { limit: PAGE }, { signal })).data,
  });

export const startableQuery = queryOptions({
  queryKey: [...keys.templates, "startable"],
  queryFn: async ({ signal }) =>
    (await onward.templates.listTemplates({ is_active: true, archived: false, limit: 200 }, { signal })).data,
});

export const templateQuery = (id: string) =>
  queryOptions({ queryKey: keys.template(id), queryFn: ({ signal }) => onward.templates.getTemplate(id, { signal }) });

function after(cursor: string | null): { cursor?: string } {
  return cursor === null ? {} : { cursor };
}
