// Imports, as the server keeps them. While one is being worked on it is asked for again and again.

import type { Import } from "@onward/client";
import { queryOptions } from "@tanstack/react-query";
import { onward } from "../../api/client.ts";

export const importKeys = ["imports"] as const;

const LOOK_AGAIN_MS = 700;
const AT_WORK = new Set<Import["status"]>(["checking", "running", "undoing"]);

export function isAtWork({ status }: Pick<Import, "status">): boolean {
  return AT_WORK.has(status);
}

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: [...importKeys, id],
    queryFn: ({ signal }) => onward.transfers.getImport(id, { signal }),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data !== undefined && isAtWork(state.data) ? LOOK_AGAIN_MS : false),
  });

export const recentQuery = queryOptions({
  queryKey: [...importKeys, "recent"],
  queryFn: async ({ signal }) => (await onward.transfers.listImports({ limit: 20 }, { signal })).data,
  staleTime: 0,
});
