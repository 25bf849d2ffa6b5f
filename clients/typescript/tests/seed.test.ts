// The lines that applications were written with, at the import path that they use.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { configureOnward, interactionApi } from "@onward/client/services/learning/interaction-api";
import { baseUrl, newCustomer, templateNamed, tenant } from "./stage.ts";

before(() => configureOnward({ baseUrl, tenant }));

test("a workflow is started, its step found, completed, and the next one is there", async () => {
  const { id: customerId } = await newCustomer();
  const { id: templateId } = await templateNamed("Standard Follow-up Sequence");

  const firstInteraction = await interactionApi.startWorkflow({
    customer_id: customerId,
    template_id: templateId,
    start_date: "2026-01-22",
  });
  assert.equal(firstInteraction.type, "phone_call");

  const nextInteraction = await interactionApi.getNextPending(customerId);
  assert.equal(nextInteraction?.id, firstInteraction.id);

  const result = await interactionApi.completeInteraction(firstInteraction.id, "success", "Customer interested");
  assert.equal(result.interaction.outcome_details, "Customer interested");
  assert.equal(result.next_interaction?.type, "send_proposal");
  assert.deepEqual([result.next_step.created, result.next_step.reason], [true, "template"]);
  assert.equal((await interactionApi.getNextPending(customerId))?.id, result.next_interaction?.id);
});

test("the methods may be taken out of their object", async () => {
  const { getNextPending, getPending, listTemplates } = interactionApi;
  const customer = await newCustomer();
  assert.equal(await getNextPending(customer.id), null);
  assert.deepEqual((await getPending(customer.id)).data, []);
  assert.ok((await listTemplates()).data.length >= 2);
});
