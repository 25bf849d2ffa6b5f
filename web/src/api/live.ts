// What others do shows here too: the log of events is followed, and what an event touches is read anew.

import type { QueryClient } from "@tanstack/react-query";
import { onward } from "./client.ts";
import { keys } from "./queries.ts";

type Key = readonly string[];

/** By the first word of an event's kind: which nouns may look different now. */
const TOUCHED: Record<string, readonly Key[]> = {
  interaction: [keys.interactions, keys.queue, keys.customers, keys.workflows],
  workflow: [keys.workflows, keys.interactions, keys.queue, keys.customers],
  customer: [keys.customers, keys.queue, keys.interactions],
  note: [keys.customers],
  template: [keys.templates],
  member: [keys.members, keys.session],
  settings: [keys.settings, keys.queue],
  type: [keys.settings],
  outcome: [keys.settings],
  view: [keys.views],
  conversation: [keys.customers, keys.settings],
  demo: [keys.customers, keys.interactions, keys.queue, keys.templates, keys.members, keys.workflows],
};
const GATHERED_MS = 150;
const REREAD_MS = 30_000;

/** Follow until the function given back is called. Where the log cannot be followed, what is shown is read now and
 * then instead. */
export function follow(client: QueryClient): () => void {
  const ended = new AbortController();
  const gathered = gather((queryKey) => void client.invalidateQueries({ queryKey }));
  void listen(client, gathered.add, ended.signal);
  return () => {
    ended.abort();
    gathered.drop();
  };
}

async function listen(client: QueryClient, touch: (key: Key) => void, signal: AbortSignal): Promise<void> {
  const onReset = () => void client.invalidateQueries();
  try {
    for await (const { kind } of onward.events.followEvents({ signal, onReset })) {
      for (const key of TOUCHED[kind.split(".")[0] ?? ""] ?? []) touch(key);
    }
  } catch {
    if (!signal.aborted) reread(client, signal);
  }
}

function reread(client: QueryClient, signal: AbortSignal): void {
  const timer = setInterval(() => void client.invalidateQueries({ refetchType: "active" }), REREAD_MS);
  signal.addEventListener("abort", () => clearInterval(timer));
}

/** One act makes several events at once: each noun is read once for all of them. */
function gather(run: (key: Key) => void) {
  let waiting = new Map<string, Key>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const empty = () => {
    timer = undefined;
    const due = waiting;
    waiting = new Map();
    for (const key of due.values()) run(key);
  };
  return {
    add(key: Key) {
      waiting.set(key.join("/"), key);
      timer ??= setTimeout(empty, GATHERED_MS);
    },
    drop() {
      clearTimeout(timer);
      waiting.clear();
    },
  };
}
