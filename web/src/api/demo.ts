// The demo's rows: how many there are, and having a worker write them.

import type { Demo } from "@onward/client";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { onward } from "./client.ts";

const LOOK_AGAIN_MS = 500;

export const demoQuery = queryOptions({
  queryKey: ["demo"],
  queryFn: ({ signal }) => onward.transfers.countDemo({ signal }),
});

export function rowsOf({ customers, campaigns, templates, members }: Demo): number {
  return customers + campaigns + templates + members;
}

interface Loading {
  demo: Demo | undefined;
  isLoading: boolean;
  error: Error | null;
  load: () => void;
}

/** What came in stands in every list at once; `onLoaded` is called then. */
export function useDemoLoading(onLoaded: () => void): Loading {
  const client = useQueryClient();
  const { data: demo } = useQuery({
    ...demoQuery,
    refetchInterval: ({ state }) => (state.data?.loading_job_id == null ? false : LOOK_AGAIN_MS),
  });
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => onward.transfers.loadDemo(),
    onSettled: () => client.invalidateQueries({ queryKey: demoQuery.queryKey }),
  });
  const isLoading = isPending || demo?.loading_job_id != null;
  const wasLoading = useRef(false);
  useEffect(() => {
    const isDone = wasLoading.current && !isLoading && demo !== undefined && rowsOf(demo) > 0;
    wasLoading.current = isLoading;
    if (isDone) void client.invalidateQueries().then(onLoaded);
  }, [isLoading, demo, client, onLoaded]);
  return { demo, isLoading, error, load: mutate };
}
