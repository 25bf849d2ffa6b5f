// People let in, signing in and leaving, against a live server of these tests' own: it leaves local mode here.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";

import type { OnwardError } from "@onward/client";
import { baseUrl, onward, onwardWith } from "../stage.ts";

const EMAIL = "dora@acme.example";
const PASSWORD = "seven brave otters";

/** A caller who keeps the session's cookie, as a browser does. */
function browser() {
  let cookie = "";
  const send: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (cookie) request.headers.set("Cookie", cookie);
    const answer = await globalThis.fetch(request);
    cookie = answer.headers.getSetCookie()[0]?.split(";")[0] ?? cookie;
    return answer;
  };
  return onwardWith({ fetch: send });
}

function code(secret: string): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = Array.from(secret, (letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac("sha1", key).update(counter).digest();
  const number = digest.readUInt32BE((digest.at(-1) ?? 0) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

function token(link: string | null): string {
  return link?.split("#token=")[1] ?? assert.fail("there is no link");
}

function refused(expected: string) {
  return (error: OnwardError) => error.code === expected;
}

const ours = browser();

test("somebody invited accepts, and is in", async () => {
  assert.equal((await onward.account.getMe()).current?.role, "owner");
  assert.deepEqual(await onward.account.getSetup(), { is_set_up: false });
  assert.equal(onward.session.singleSignOnAddress(), `${baseUrl}/v1/session/oidc`);
  const unwanted = await onward.members.createInvitation("nobody@acme.example", "viewer");
  await onward.members.withdrawInvitation(unwanted.id);

  const made = await onward.members.createInvitation(EMAIL, "owner");
  assert.deepEqual((await onward.members.listInvitations()).map((each) => each.id), [made.id]);
  assert.equal((await ours.members.previewInvitation(token(made.link))).email, EMAIL);
  const accepted = await ours.members.acceptInvitation({ token: token(made.link), name: "Dora", password: PASSWORD });
  assert.ok(accepted.signed_in);
  assert.equal((await ours.account.getMe()).current?.member_id, accepted.member_id);
  assert.equal((await ours.account.getSetup()).is_set_up, true);
  await assert.rejects(onward.account.getMe(), refused("unauthenticated"));
});

test("sessions begin, are listed and end", async () => {
  const elsewhere = browser();
  await assert.rejects(elsewhere.session.signIn(EMAIL, "a wrong guess"), refused("unauthenticated"));
  assert.equal((await elsewhere.session.signIn(EMAIL, PASSWORD)).second_factor_needed, false);
  const other = (await ours.session.listSessions()).find((each) => !each.is_current) ?? assert.fail("one is missing");
  await ours.session.endSession(other.id);
  await assert.rejects(elsewhere.session.listSessions(), refused("unauthenticated"));
  await elsewhere.session.signIn(EMAIL, PASSWORD);
  assert.equal(await ours.session.endOtherSessions(), 1);
  await elsewhere.session.signIn(EMAIL, PASSWORD);
  await elsewhere.session.signOut();
  await assert.rejects(elsewhere.session.listSessions(), refused("unauthenticated"));
});

test("passwords change, and a second factor is asked for once it is on", async () => {
  const better = "eight brave otters";
  await ours.account.changePassword({ current_password: PASSWORD, new_password: better });
  const { secret } = await ours.account.enrolSecondFactor(better);
  const codes = await ours.account.confirmSecondFactor(code(secret));
  const elsewhere = browser();
  assert.equal((await elsewhere.session.signIn(EMAIL, better)).second_factor_needed, true);
  assert.equal((await elsewhere.session.sendSecondFactor(codes[0] ?? "")).person?.email, EMAIL);
  assert.notDeepEqual(await elsewhere.account.renewRecoveryCodes(better), codes);
  await elsewhere.account.disableSecondFactor(better);
  assert.equal((await elsewhere.account.getMe()).person?.has_second_factor, false);

  assert.equal(await elsewhere.account.askPasswordReset(EMAIL), false);
  await assert.rejects(elsewhere.account.acceptPasswordReset("made up", better), refused("invalid"));
  const first = { token: "made up", tenant_name: "Two", tenant_slug: "two", name: "Eve", email: EMAIL, password: better };
  await assert.rejects(elsewhere.account.setUp(first), refused("invalid"));
});

test("keys are made, used and revoked", async () => {
  const made = await ours.keys.createKey({ role: "viewer", name: "reports" });
  assert.deepEqual((await ours.keys.listKeys()).map((each) => each.id), [made.id]);
  const program = onwardWith({ apiKey: made.secret });
  assert.equal((await program.account.getMe()).current?.role, "viewer");
  await ours.keys.revokeKey(made.id);
  await assert.rejects(program.account.getMe(), refused("unauthenticated"));
});

test("members are changed, leave and come back", async () => {
  const made = await ours.members.createMember({ name: "Eve", role: "rep" });
  assert.equal((await ours.members.updateMember(made.id, { role: "manager" })).role, "manager");
  const customer = await ours.customers.createCustomer({ name: "Initech" });
  const plan = { customer_id: customer.id, type: "email", title: "Write", assignee_id: made.id };
  await ours.interactions.createInteraction(plan);
  const gone = await ours.members.deactivateMember(made.id, "nobody");
  assert.deepEqual([gone.member.is_active, gone.moved_interactions], [false, 1]);
  assert.equal((await ours.members.reactivateMember(made.id)).is_active, true);
});

test("the audit log tells of it, page after page and as a file", async () => {
  const acts = await Array.fromAsync(ours.audit.eachAudit({ limit: 5 }), (each) => each.act);
  assert.ok(acts.includes("create_key") && acts.includes("deactivate_member"));
  assert.match(await ours.audit.exportAudit({ format: "csv" }), /^id,at,act,/);
  const lines = (await ours.audit.exportAudit()).trim().split("\n");
  assert.ok(JSON.parse(lines[0] ?? "").act);
});
