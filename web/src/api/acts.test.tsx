import type { Completion } from "@onward/client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { chosenTenant } from "../core/tenant.ts";
import { toasts } from "../core/toasts.ts";
import { forgetUndo, undoLast } from "../core/undo.ts";
import { useActs } from "./acts.ts";
import { OnwardError, onward, onwardOf, pointClient } from "./client.ts";
import type { Item } from "./items.ts";
import { type Session, sessionQuery } from "./session.ts";
import { peopleQuery, settingsQuery } from "./tenant.ts";

const item = { interaction: { id: "i1", title: "Call" } } as Item;
const done = { interaction: {}, next_interaction: null, next_step: {} } as unknown as Completion;
const { interactions } = onwardOf("acme");

beforeEach(() => {
  chosenTenant.set("acme");
  pointClient();
  forgetUndo();
  toasts.set([]);
});

function acts() {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  const current = { tenant_slug: "acme", member_id: "ada" };
  client.setQueryData(sessionQuery.queryKey, { current } as Session);
  client.setQueryData(settingsQuery.queryKey, { zone: "UTC" } as never);
  client.setQueryData(peopleQuery.queryKey, []);
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  return renderHook(useActs, { wrapper }).result.current;
}

function change(): void {
  chosenTenant.set("globex");
  pointClient();
}

test("an act and its undo are of the tenant in which it was begun", async () => {
  vi.spyOn(interactions, "completeInteraction").mockResolvedValue(done);
  const undo = vi.spyOn(interactions, "undoInteraction").mockResolvedValue({} as never);
  const elsewhere = vi.spyOn(onward.interactions, "undoInteraction");
  await acts().complete(item, "success");
  expect(toasts.get()).toHaveLength(1);
  expect(await undoLast()).toBe(true);
  expect(undo).toHaveBeenCalledExactlyOnceWith("i1");
  expect(elsewhere).not.toHaveBeenCalled();
});

test.each([
  ["an answer", () => Promise.resolve(done)],
  ["a refusal", () => Promise.reject(new OnwardError(409, "not-all", "No."))],
])("%s that comes late says nothing in another tenant, and nothing can be taken back there", async (_, answer) => {
  vi.spyOn(interactions, "completeInteraction").mockImplementation(async () => {
    change();
    return answer();
  });
  await acts().complete(item, "success");
  expect(toasts.get()).toEqual([]);
  expect(await undoLast()).toBe(false);
});
