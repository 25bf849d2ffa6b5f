// A person's working list, against a live server.

import assert from "node:assert/strict";
import { test } from "node:test";

import { newCustomer, onward } from "./stage.ts";

const { interactions, members, queue } = onward;

test("a queue has its sections, and each its pages", async () => {
  const customer = await newCustomer();
  const member = await members.createMember({ name: "Quentin", role: "rep" });
  for (const title of ["One", "Two", "Three"]) {
    const plan = { customer_id: customer.id, type: "email", title, due_at: "2020-01-22", assignee_id: member.id };
    await interactions.createInteraction(plan);
  }
  const first = await queue.getQueue({ assignee: member.id, limit: 2 });
  assert.deepEqual(first.sections.map((each) => each.total), [3, 0, 0, 0]);
  const [overdue] = first.sections;
  assert.deepEqual(overdue?.data.map((each) => each.interaction.title), ["One", "Two"]);
  assert.equal(overdue?.data[0]?.customer.name, customer.name);

  const cursor = overdue?.next_cursor ?? undefined;
  const second = await queue.getQueue({ assignee: member.id, section: "overdue", limit: 2, cursor });
  assert.deepEqual(second.sections[0]?.data.map((each) => each.interaction.title), ["Three"]);
  assert.ok((first.loose_ends?.total ?? -1) >= 0);
});
