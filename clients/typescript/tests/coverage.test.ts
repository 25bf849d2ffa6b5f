// Who has no next step, against a live server.

import assert from "node:assert/strict";
import { test } from "node:test";

import { newCustomer, onward } from "./stage.ts";

const { coverage, interactions } = onward;

test("who has no next step is found, and gets one", async () => {
  const customer = await newCustomer();
  const before = await coverage.getCoverage({ limit: 1 });
  assert.ok(before.uncovered > 0 && before.percent < 100);
  const uncovered = await Array.fromAsync(coverage.eachUncovered());
  assert.equal(uncovered.find((each) => each.customer_id === customer.id)?.why, "never_started");

  const wanted = { customer_ids: [customer.id], daily_cap: 5 };
  const foreseen = await coverage.repairCoverage({ ...wanted, dry_run: true });
  assert.equal(await interactions.getNextPending(customer.id), null);
  const repaired = await coverage.repairCoverage(wanted);
  assert.deepEqual(repaired.data[0]?.next_step, foreseen.data[0]?.next_step);
  assert.equal((await interactions.getNextPending(customer.id))?.id, repaired.data[0]?.next_interaction?.id);
});
