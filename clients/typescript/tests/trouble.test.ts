// What a caller sees when something is wrong, and what is tried again without being asked.

import assert from "node:assert/strict";
import { test } from "node:test";

import { OnwardError, type Interaction } from "@onward/client";
import { newCustomer, onward, onwardWith } from "./stage.ts";

type Fetch = typeof globalThis.fetch;

async function failure(call: Promise<unknown>): Promise<OnwardError> {
  const error = await call.then(
    () => assert.fail("it should have failed"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof OnwardError);
  return error;
}

function unavailable(after = "0"): Response {
  const problem = { type: "/problems/unavailable", title: "", status: 503, detail: "Later.", request_id: "r" };
  return Response.json(problem, { status: 503, headers: { "Retry-After": after } });
}

/** A fetch whose first answers are these; an Error is thrown. From then on it is the real one. */
function first(...answers: (Response | Error)[]): { fetch: Fetch; requests: Request[] } {
  const requests: Request[] = [];
  const fetch: Fetch = async (input, init) => {
    const request = new Request(input, init);
    requests.push(request.clone());
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer ?? globalThis.fetch(request);
  };
  return { fetch, requests };
}

test("a wrong field is named", async () => {
  const customer = await newCustomer();
  const error = await failure(
    onward.interactions.createInteraction({ customer_id: customer.id, type: "email", title: "" }),
  );
  assert.deepEqual([error.status, error.code], [422, "invalid"]);
  assert.deepEqual(error.errors.map((fault) => fault.field), ["title"]);
  assert.ok(error.requestId);
});

test("a missing thing, a stale version and a second outcome have codes of their own", async () => {
  const customer = await newCustomer();
  assert.equal((await failure(onward.interactions.getInteraction(crypto.randomUUID()))).code, "not-found");

  const made = await onward.interactions.createInteraction({ customer_id: customer.id, type: "email", title: "Hi" });
  const changed = await onward.interactions.updateInteraction(made.id, { title: "Hi!" }, { ifMatch: made.version });
  const late = onward.interactions.updateInteraction(made.id, { title: "Ho" }, { ifMatch: made.version });
  const stale = await failure(late);
  assert.deepEqual([stale.code, stale.seenVersion, stale.current?.version], ["stale", made.version, changed.version]);
  assert.equal((stale.current?.of as unknown as Interaction).title, "Hi!");
  await onward.interactions.completeInteraction(made.id, "success", undefined, {}, { ifMatch: changed.version });
  const second = await failure(onward.interactions.completeInteraction(made.id, "failed"));
  assert.deepEqual([second.code, second.seenVersion, second.current?.of.outcome], ["conflict", null, "success"]);
});

test("a key that does not hold is refused", async () => {
  const stranger = onwardWith({ apiKey: async () => "onw_wrong" });
  assert.equal((await failure(stranger.customers.listCustomers())).status, 401);
});

test("the same Idempotency-Key does nothing twice", async () => {
  const customer = await newCustomer();
  const plan = { customer_id: customer.id, type: "email", title: "Once" };
  const options = { idempotencyKey: crypto.randomUUID() };
  const one = await onward.interactions.createInteraction(plan, options);
  const two = await onward.interactions.createInteraction(plan, options);
  assert.equal(two.id, one.id);
  const other = onward.interactions.createInteraction({ ...plan, title: "Other" }, options);
  assert.equal((await failure(other)).code, "idempotency-key-reused");
});

test("a post is tried again under its key, and is done once", async () => {
  const { id } = await newCustomer();
  const { fetch, requests } = first(unavailable(), new TypeError("connection reset"));
  const patient = onwardWith({ fetch });
  const plan = { customer_id: id, type: "email", title: "Stubborn" };
  const made = await patient.interactions.createInteraction(plan);
  assert.equal(made.title, "Stubborn");
  const keys = new Set(requests.map((request) => request.headers.get("Idempotency-Key")));
  assert.deepEqual([requests.length, keys.size, keys.has(null)], [3, 1, false]);
  assert.deepEqual(await requests[2]?.json(), plan);
});

test("an answer that was lost on the way back is given again", async () => {
  const { id } = await newCustomer();
  let lost = 0;
  const fetch: Fetch = async (input, init) => {
    const answer = await globalThis.fetch(input, init);
    lost += 1;
    if (lost === 1) throw new TypeError("connection reset");
    return answer;
  };
  const made = await onwardWith({ fetch }).interactions.createInteraction({ customer_id: id, type: "sms", title: "?" });
  assert.deepEqual((await onward.interactions.getPending(id)).data.map((each) => each.id), [made.id]);
});

test("a write without a key is sent once", async () => {
  const customer = await newCustomer();
  const { fetch, requests } = first(unavailable());
  const error = await failure(onwardWith({ fetch }).customers.putCustomer(customer.id, { name: "Renamed" }));
  assert.deepEqual([error.code, requests.length], ["unavailable", 1]);
});

test("patience ends: after the last try, and where the server asks for more", async () => {
  const tries = first(unavailable(), unavailable(), unavailable());
  assert.equal((await failure(onwardWith(tries).customers.listCustomers())).code, "unavailable");
  assert.equal(tries.requests.length, 3);
  const long = first(unavailable("3600"));
  assert.equal((await failure(onwardWith(long).customers.listCustomers())).code, "unavailable");
  assert.equal(long.requests.length, 1);
});

test("without an answer the code is unreachable", async () => {
  const { fetch } = first(new TypeError("refused"));
  const error = await failure(onwardWith({ fetch, retries: 0 }).customers.listCustomers());
  assert.deepEqual([error.status, error.code], [0, "unreachable"]);
  assert.ok(error.cause instanceof TypeError);
});

test("what stands around a request stands around all its tries", async () => {
  const { fetch, requests } = first(unavailable(), new TypeError("refused"));
  const seen: string[] = [];
  const around = (send: Fetch): Fetch => async (input, init) => {
    seen.push("asked");
    const answer = await send(input, init);
    seen.push(`answered ${answer.status}`);
    return answer;
  };
  await onwardWith({ fetch, around }).customers.listCustomers();
  assert.deepEqual([requests.length, seen], [3, ["asked", "answered 200"]]);
});

/** What a real fetch holds by its socket: a request that is collected takes its signal with it. */
const held: Request[] = [];

test("a server that is silent is given up", async () => {
  const silent: Fetch = (input, init) => {
    const request = new Request(input, init);
    held.push(request);
    return new Promise((_, reject) => request.signal.addEventListener("abort", () => reject(request.signal.reason)));
  };
  const impatient = onwardWith({ fetch: silent, retries: 0, timeoutSeconds: 0.05 });
  assert.equal((await failure(impatient.customers.listCustomers())).code, "unreachable");
});

test("what is not Onward's answer is unreadable", async () => {
  const { fetch } = first(new Response("<h1>Bad gateway</h1>", { status: 400 }));
  const error = await failure(onwardWith({ fetch }).customers.listCustomers());
  assert.deepEqual([error.status, error.code], [400, "unreadable"]);
});

test("a caller's abort comes back as it is, also between two tries", async () => {
  const { fetch } = first(unavailable("20"));
  const controller = new AbortController();
  const call = onwardWith({ fetch }).customers.listCustomers({}, { signal: controller.signal });
  setTimeout(() => controller.abort(), 50);
  await assert.rejects(call, { name: "AbortError" });
});
