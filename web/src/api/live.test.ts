import type { Event } from "@onward/client";
import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { OnwardError, onward } from "./client.ts";
import { follow } from "./live.ts";

const client = new QueryClient();

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function* told(...kinds: string[]): AsyncGenerator<Event, void> {
  for (const kind of kinds) yield { kind } as Event;
}

async function* refused(): AsyncGenerator<Event, void> {
  yield* told();
  throw new OnwardError(403, "forbidden", "Not for you.");
}

test("several events of one act read each noun anew once", async () => {
  const read = vi.spyOn(client, "invalidateQueries").mockResolvedValue();
  vi.spyOn(onward.events, "followEvents").mockReturnValue(told("interaction.completed", "interaction.created"));
  const stop = follow(client);
  await vi.advanceTimersByTimeAsync(200);
  expect(read.mock.calls.map(([filter]) => filter?.queryKey?.[0]).sort()).toEqual([
    "customers",
    "interactions",
    "queue",
    "workflows",
  ]);
  stop();
});

test.each([
  ["type.updated", ["settings"]],
  ["outcome.archived", ["settings"]],
  ["conversation.message_received", ["customers", "settings"]],
  ["demo.loaded", ["customers", "interactions", "members", "queue", "templates", "workflows"]],
])("what %s touches is read anew", async (kind, nouns) => {
  const read = vi.spyOn(client, "invalidateQueries").mockResolvedValue();
  vi.spyOn(onward.events, "followEvents").mockReturnValue(told(kind));
  read.mockClear();
  const stop = follow(client);
  await vi.advanceTimersByTimeAsync(200);
  expect(read.mock.calls.map(([filter]) => filter?.queryKey?.[0]).sort()).toEqual(nouns);
  stop();
});

test("where the log may not be followed, what is shown is read now and then, until it ends", async () => {
  const read = vi.spyOn(client, "invalidateQueries").mockResolvedValue();
  vi.spyOn(onward.events, "followEvents").mockReturnValue(refused());
  const stop = follow(client);
  await vi.advanceTimersByTimeAsync(61_000);
  expect(read).toHaveBeenCalledTimes(2);
  stop();
  await vi.advanceTimersByTimeAsync(61_000);
  expect(read).toHaveBeenCalledTimes(2);
});
