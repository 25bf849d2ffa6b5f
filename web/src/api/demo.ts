// The demo's rows: how many there are, and having a worker write them.

import type { Demo, Job } from "@onward/client";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
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
  /** The loading seen last, where it ended before its end. */
  ended: Job | undefined;
  load: () => void;
}

/** What came in stands in every list at once; `onLoaded` is called then. */
export function useDemoLoading(onLoaded: () => void): Loading {
  const client = useQueryClient();
  const [seen, setSeen] = useState<string | null>(null);
  const { data: demo } = useQuery({
    ...demoQuery,
    refetchInterval: ({ state }) => (state.data?.loading_job_id == null ? false : LOOK_AGAIN_MS),
  });
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => onward.transfers.loadDemo(),
    onSuccess: ({ id }) => setSeen(id),
    onSettled: () => client.invalidateQueries({ queryKey: demoQuery.queryKey }),
  });
  const running = demo?.loading_job_id ?? null;
  if (running !== null && running !== seen) setSeen(running);
  const isLoading = isPending || running !== null;
  const ended = useEnded(isLoading ? null : seen);
  const wasLoading = useRef(false);
  useEffect(() => {
    const isDone = wasLoading.current && !isLoading && demo !== undefined && rowsOf(demo) > 0;
    wasLoading.current = isLoading;
    if (isDone) void client.invalidateQueries().then(onLoaded);
  }, [isLoading, demo, client, onLoaded]);
  return { demo, isLoading, error, ended, load: mutate };
}

function useEnded(jobId: string | null): Job | undefined {
  const { data } = useQuery({
    queryKey: [...demoQuery.queryKey, "loading", jobId],
    queryFn: ({ signal }) => onward.jobs.getJob(jobId ?? "", { signal }),
    enabled: jobId !== null,
  });
  return data?.status === "failed" || data?.status === "cancelled" ? data : undefined;
}
