// The cache of what the server answered, and the names under which it is kept.

import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { OnwardError } from "./client.ts";
import { noteOutcome } from "./connection.ts";

/** The first word is the noun: what a change touches is forgotten by it. */
export const keys = {
  session: ["session"],
  introduction: ["introduction"],
  interactions: ["interactions"],
  interaction: (id: string) => ["interactions", id],
  queue: ["queue"],
  customers: ["customers"],
  customer: (id: string) => ["customers", id],
  members: ["members"],
  templates: ["templates"],
  template: (id: string) => ["templates", id],
  workflows: ["workflows"],
  settings: ["settings"],
  views: ["views"],
} as const;

const FRESH_MS = 30_000;
const KEPT_MS = 30 * 60_000;

/** `onSignedOut`: an answer said that nobody is signed in any more. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const onSuccess = () => noteOutcome();
  const onError = (error: unknown) => {
    noteOutcome(error);
    if (error instanceof OnwardError && error.code === "unauthenticated") onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError, onSuccess }),
    mutationCache: new MutationCache({ onError, onSuccess }),
    defaultOptions: {
      // The client itself tries again what may pass.
      queries: { staleTime: FRESH_MS, gcTime: KEPT_MS, retry: false, networkMode: "offlineFirst" },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
