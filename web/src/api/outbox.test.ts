import "fake-indexeddb/auto";
import type { Completion } from "@onward/client";
import { beforeEach, expect, type MockInstance, test, vi } from "vitest";
import { OnwardError, onward, onwardOf } from "./client.ts";
import { complete } from "./completing.ts";
import { countFor, flush, keep, listWaiting, type Waiting, waitingCount } from "./outbox.ts";

vi.mock("./client.ts", async (original) => {
  const client = await original<typeof import("./client.ts")>();
  return { ...client, onwardOf: vi.fn(() => client.onward) };
});

const BEN = { tenant: "acme", member: "ben" };
const answer = { interaction: {}, next_interaction: null, next_step: {} } as unknown as Completion;
const away = new OnwardError(0, "unreachable", "No answer.");

function waiting(key: string, more: Partial<Waiting> = {}): Waiting {
  const completedAt = `2026-11-22T10:00:0${key}Z`;
  return {
    key,
    ...BEN,
    interactionId: `i${key}`,
    title: "Call",
    outcome: "success",
    details: null,
    completedAt,
    ...more,
  };
}

let call: MockInstance<typeof onward.interactions.completeInteraction>;

beforeEach(async () => {
  call = vi.spyOn(onward.interactions, "completeInteraction").mockResolvedValue(answer);
  await flush(BEN);
  await flush({ tenant: "acme", member: "ada" });
  await flush({ tenant: "globex", member: "ben" });
  await countFor(BEN);
  call.mockClear();
});

test("without a connection a completion waits, with its time and a key of its own, for it may have arrived", async () => {
  call.mockRejectedValueOnce(away);
  expect(await complete({ interactionId: "i1", title: "Call", outcome: "success" }, BEN)).toMatchObject({
    as: "waiting",
  });
  expect(waitingCount.get()).toBe(1);
  const [tried] = call.mock.calls;
  expect(tried?.[4]?.idempotencyKey).toBeUndefined();
  const [kept] = await listWaiting(BEN);
  call.mockRejectedValueOnce(away);
  await flush(BEN);
  await flush(BEN);
  const sent = call.mock.calls.slice(1).map(([, , , more, options]) => ({ more, options }));
  const same = { more: { completed_at: kept?.completedAt }, options: { idempotencyKey: kept?.key } };
  expect(sent).toEqual([same, same]);
  expect(waitingCount.get()).toBe(0);
});

test("what still runs on the server is no failure: it waits too", async () => {
  const running = new OnwardError(409, "idempotency-key-in-flight", "It still runs.");
  call.mockRejectedValueOnce(running).mockRejectedValueOnce(running);
  expect(await complete({ interactionId: "i1", title: "Call", outcome: "success" }, BEN)).toMatchObject({
    as: "waiting",
  });
  expect(await flush(BEN)).toEqual([]);
  expect((await flush(BEN)).map(({ as }) => as)).toEqual(["sent"]);
});

test("where this browser's clock goes wrong, the server's counts", async () => {
  await keep(waiting("1"));
  const errors = [{ field: "completed_at", message: "lies in the future" }];
  call.mockRejectedValueOnce(new OnwardError(422, "invalid", "Not so.", { errors }));
  expect((await flush(BEN)).map(({ as }) => as)).toEqual(["sent"]);
  expect(call.mock.calls.map(([, , , more, options]) => ({ ...more, ...options }))).toEqual([
    { completed_at: "2026-11-22T10:00:01Z", idempotencyKey: "1" },
    { idempotencyKey: "1-now" },
  ]);
});

test("a page sends one after the other, also where the browser has no locks", async () => {
  expect(navigator.locks).toBeUndefined();
  await keep(waiting("1"));
  const both = await Promise.all([flush(BEN), flush(BEN)]);
  expect(both.map(({ length }) => length)).toEqual([1, 0]);
  expect(call).toHaveBeenCalledTimes(1);
});

test("those are counted which wait of whoever is shown", async () => {
  const there = { tenant: "globex", member: "ben" };
  call.mockRejectedValueOnce(away);
  const late = complete({ interactionId: "i1", title: "Call", outcome: "success" }, BEN);
  await countFor(there);
  await late;
  await flush(BEN);
  expect(waitingCount.get()).toBe(0);
  await keep(waiting("2"));
  expect(waitingCount.get()).toBe(0);
  await countFor(BEN);
  expect(waitingCount.get()).toBe(1);
});

test("a refusal is no missing connection", async () => {
  call.mockRejectedValueOnce(new OnwardError(409, "conflict", "Completed already."));
  await expect(complete({ interactionId: "i1", title: "Call", outcome: "success" }, BEN)).rejects.toThrow(
    "Completed already.",
  );
  expect(waitingCount.get()).toBe(0);
});

test("they are sent in the order in which they were done, and stop where the server does not answer", async () => {
  for (const key of ["2", "1", "3"]) await keep(waiting(key));
  call.mockResolvedValueOnce(answer).mockRejectedValueOnce(away);
  expect((await flush(BEN)).map(({ waiting: { key } }) => key)).toEqual(["1"]);
  expect((await listWaiting(BEN)).map(({ key }) => key)).toEqual(["2", "3"]);
});

test("what the server will never take is told and dropped; the others go on", async () => {
  await keep(waiting("1"));
  await keep(waiting("2"));
  call.mockRejectedValueOnce(new OnwardError(409, "conflict", "Ana completed this."));
  expect((await flush(BEN)).map(({ as }) => as)).toEqual(["gone", "sent"]);
  expect(waitingCount.get()).toBe(0);
});

test("nobody sends what another did, in no other tenant", async () => {
  await keep(waiting("1", { member: "ada" }));
  await keep(waiting("2", { tenant: "globex" }));
  await flush(BEN);
  expect(call).not.toHaveBeenCalled();
  expect(waitingCount.get()).toBe(0);
  await flush({ tenant: "globex", member: "ben" });
  expect(call).toHaveBeenCalledTimes(1);
  expect(onwardOf).toHaveBeenLastCalledWith("globex");
});
