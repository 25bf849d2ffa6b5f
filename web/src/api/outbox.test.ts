import "fake-indexeddb/auto";
import type { Completion } from "@onward/client";
import { beforeEach, expect, type MockInstance, test, vi } from "vitest";
import { OnwardError, onward, onwardOf } from "./client.ts";
import { complete } from "./completing.ts";
import { flush, keep, listWaiting, type Waiting, waitingCount } from "./outbox.ts";

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
  call.mockClear();
});

test("without a connection a completion waits, with the key that it was tried with", async () => {
  call.mockRejectedValueOnce(away);
  expect(await complete({ interactionId: "i1", title: "Call", outcome: "success" }, BEN)).toMatchObject({
    as: "waiting",
  });
  expect(waitingCount.get()).toBe(1);
  const [tried] = call.mock.calls;
  const [kept] = await listWaiting(BEN);
  expect(kept?.key).toBe(tried?.[4]?.idempotencyKey);
  await flush(BEN);
  const [, sent] = call.mock.calls;
  expect(sent?.[4]?.idempotencyKey).toBe(kept?.key);
  expect(sent?.[3]).toEqual({ completed_at: kept?.completedAt });
  expect(waitingCount.get()).toBe(0);
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
