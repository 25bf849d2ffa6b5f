import type { Me } from "@onward/client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeEach, expect, type MockInstance, test, vi } from "vitest";
import { chosenTenant } from "../core/tenant.ts";
import { OnwardError, onward, onwardOf, pointClient, stillHere } from "./client.ts";
import { type Session, sessionQuery, useSwitchTenant } from "./session.ts";

function membership(tenant_slug: string): Me["memberships"][number] {
  return { tenant_slug, tenant_id: tenant_slug, tenant_name: tenant_slug, member_id: "ada", role: "owner" } as never;
}

const [acme, globex] = [membership("acme"), membership("globex")];
const person = { id: "ada", name: "Ada", email: "ada@acme.example" } as NonNullable<Me["person"]>;
const meIn = (current: Me["current"]): Me => ({ person, memberships: [acme, globex], current });
const inAcme: Session = { person, memberships: [acme, globex], current: acme };
const seen = ["customers", "list"];

let cache: QueryClient;
let ask: MockInstance<() => Promise<Me>>;

beforeEach(() => {
  cache = new QueryClient();
  cache.setQueryData(sessionQuery.queryKey, inAcme);
  cache.setQueryData(seen, "of acme");
  chosenTenant.set("acme");
  pointClient();
  ask = vi.spyOn(onwardOf("globex").account, "getMe");
});

function switching(): (slug: string) => Promise<() => Promise<void>> {
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={cache}>{children}</QueryClientProvider>
  );
  return renderHook(useSwitchTenant, { wrapper }).result.current;
}

const shown = () => ({
  tenant: cache.getQueryData(sessionQuery.queryKey)?.current?.tenant_slug,
  seen: cache.getQueryData(seen),
  chosen: chosenTenant.get(),
});

test("one stays in a tenant until the server has agreed to the other", async () => {
  let answer: (me: Me) => void = () => undefined;
  ask.mockReturnValue(new Promise((resolve) => (answer = resolve)));
  const isHere = stillHere();
  const asked = switching()("globex");
  expect(shown()).toEqual({ tenant: "acme", seen: "of acme", chosen: "acme" });
  answer(meIn(globex));
  const enter = await asked;
  expect(isHere()).toBe(true);
  await enter();
  expect(shown()).toEqual({ tenant: "globex", seen: undefined, chosen: "globex" });
  expect(isHere()).toBe(false);
});

test.each([
  ["a refusal", () => Promise.reject(new OnwardError(404, "not-found", "There is no such tenant."))],
  ["no answer", () => Promise.reject(new OnwardError(0, "unreachable", "No answer."))],
  ["the answer of another tenant", () => Promise.resolve(meIn(acme))],
  ["the answer of none", () => Promise.resolve(meIn(null))],
])("%s leaves one where one was", async (_, answer) => {
  vi.spyOn(onwardOf("acme").account, "getMe").mockResolvedValue(meIn(acme));
  const isHere = stillHere();
  ask.mockImplementation(answer);
  await expect(switching()("globex")).rejects.toThrow(OnwardError);
  expect(shown()).toEqual({ tenant: "acme", seen: "of acme", chosen: "acme" });
  expect(isHere()).toBe(true);
});

test("whoever belongs to a tenant no more sees nothing of it in the next one", async () => {
  vi.spyOn(onward.account, "getMe")
    .mockRejectedValueOnce(new OnwardError(404, "not-found", "There is no such tenant."))
    .mockResolvedValueOnce({ person, memberships: [globex], current: null });
  await cache.fetchQuery({ ...sessionQuery, staleTime: 0 });
  expect(shown()).toEqual({ tenant: "globex", seen: undefined, chosen: "globex" });
});

test("what was asked in a tenant that one has left is never answered, and asks for nothing more", async () => {
  ask.mockResolvedValue(meIn(globex));
  const answers: (() => void)[] = [];
  const answer = () =>
    new Response(JSON.stringify({ id: "call" }), { headers: { "Content-Type": "application/json" } });
  const sent = vi
    .spyOn(globalThis, "fetch")
    .mockImplementation(() => new Promise((resolve) => answers.push(() => resolve(answer()))));
  const heard: string[] = [];
  const note = (word: string) => () => heard.push(word);
  const again = async () => {
    await onward.interactions.getInteraction("call");
    await onward.interactions.startInteraction("call");
  };
  void again().then(note("answered"), note("refused"));
  void onwardOf("acme").interactions.getInteraction("call").then(note("by itself"), note("refused"));
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  const enter = await switching()("globex");
  await enter();
  for (const give of answers) give();
  await vi.waitFor(() => expect(heard).toEqual(["by itself"]));
  const next = onward.interactions.getInteraction("call");
  await vi.waitFor(() => expect(answers).toHaveLength(3));
  answers[2]?.();
  expect(await next).toEqual({ id: "call" });
  expect(heard).toEqual(["by itself"]);
  expect(sent).toHaveBeenCalledTimes(3);
});

test("what is tried again after the switch is done, but not heard", async () => {
  ask.mockResolvedValue(meIn(globex));
  const sent = vi
    .spyOn(globalThis, "fetch")
    .mockResolvedValueOnce(new Response(null, { status: 503, headers: { "Retry-After": "0.2" } }))
    .mockImplementation(async () => Response.json({ id: "note" }));
  const heard = vi.fn();
  onward.customers.createNote("olga", "Prefers mornings").then(heard, heard);
  await vi.waitFor(() => expect(sent).toHaveBeenCalledTimes(1));
  await (await switching()("globex"))();
  await vi.waitFor(() => expect(sent).toHaveBeenCalledTimes(2));
  expect(await onward.interactions.getInteraction("call")).toEqual({ id: "note" });
  expect(heard).not.toHaveBeenCalled();
});
