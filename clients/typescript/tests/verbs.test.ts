// Every call against a live server.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";

import { OnwardError, type InteractionFilters } from "@onward/client";
import { newCustomer, onward, templateNamed } from "./stage.ts";

const { interactions, workflows, templates, customers, members, campaigns, conversations, transfers, settings, events, views } =
  onward;

test("an interaction lives through its plain verbs", async () => {
  const customer = await newCustomer();
  const made = await interactions.createInteraction({
    customer_id: customer.id,
    type: "phone_call",
    title: "Call on Monday",
    scheduled_at: "2020-01-22 10:00:00",
    due_at: "2020-01-22 17:00:00",
  });
  assert.equal(made.status, "pending");
  assert.deepEqual((await interactions.getOverdue(customer.id)).data.map((each) => each.id), [made.id]);

  const member = await members.createMember({ name: "Dora", role: "rep" });
  assert.equal((await interactions.assignInteraction(made.id, member.id)).assignee_id, member.id);
  assert.equal((await interactions.assignInteraction(made.id, null)).assignee_id, null);
  assert.equal((await interactions.updateInteraction(made.id, { priority: "high" })).priority, "high");
  const moved = await interactions.rescheduleInteraction(made.id, { by_days: 7 });
  assert.equal(moved.scheduled_at, "2020-01-29T10:00:00Z");
  assert.equal((await interactions.startInteraction(made.id)).status, "in_progress");
  assert.equal((await interactions.getInteraction(made.id)).status, "in_progress");
});

test("a list tells whose each interaction is, and how many there are", async () => {
  const customer = await newCustomer();
  const made = await interactions.createInteraction({ customer_id: customer.id, type: "email", title: "Write" });
  const only = { customer_id: [customer.id] };
  const page = await interactions.listInteractions({ ...only, include: ["customer", "template"] });
  assert.deepEqual(page.data.map((each) => [each.id, each.customer?.name, each.template]), [[made.id, customer.name, null]]);
  assert.equal(await interactions.countInteractions(only), 1);
});

test("skipping and cancelling bring a next step, and undo takes it back", async () => {
  const customer = await newCustomer();
  const plan = { customer_id: customer.id, type: "email", title: "Write" };
  const first = await interactions.createInteraction(plan);
  const ahead = (await interactions.peekInteraction(first.id)).data.find((each) => each.verb === "skip");
  assert.equal(ahead?.next_interaction?.id, null);
  const page = await interactions.getPending(customer.id, { include: ["peek"] });
  assert.equal(page.data[0]?.peek?.find((each) => each.verb === "skip")?.next_interaction?.title, ahead?.next_interaction?.title);
  const skipped = await interactions.skipInteraction(first.id, "On holiday");
  assert.equal(skipped.interaction.status, "skipped");
  assert.ok(skipped.next_interaction);

  const undone = await interactions.undoInteraction(first.id);
  assert.equal(undone.interaction.status, "pending");
  assert.equal(undone.withdrawn_interaction_id, skipped.next_interaction.id);

  const cancelled = await interactions.cancelInteraction(first.id, { reason: "Gone", then: "exit" });
  assert.equal(cancelled.interaction.status, "cancelled");
  assert.equal(cancelled.next_step.created, false);
});

test("what happened unplanned is logged", async () => {
  const customer = await newCustomer();
  const contact = { customer_id: customer.id, type: "phone_call", outcome: "reached" };
  const first = await interactions.logInteraction(contact);
  assert.deepEqual([first.effect, first.interaction.origin], ["leave", "logged"]);
  assert.ok(first.next_interaction);
  const moved = await interactions.logInteraction({ ...contact, effect: "move", move_days: 30 });
  assert.equal(moved.next_interaction?.reschedule_count, 1);
});

test("a completion may name the next step itself", async () => {
  const customer = await newCustomer();
  const first = await interactions.createInteraction({ customer_id: customer.id, type: "demo", title: "Show it" });
  const next = { type: "meeting", title: "Sign" };
  const done = await interactions.completeInteraction(first.id, "success", undefined, { next });
  assert.equal(done.next_interaction?.title, "Sign");
  assert.equal(done.next_step.reason, "explicit");
});

test("many are created, moved, given away, finished and taken back at once", async () => {
  const { bulk, jobs } = onward;
  const customer = await newCustomer();
  const plan = { customer_id: customer.id, type: "email", title: "Write", scheduled_at: "2020-01-22" };
  const made = await bulk.bulkCreate({ interactions: [plan, plan, plan] });
  assert.equal(made.done, 3);
  const ids = made.data.map((each) => each.interaction_id ?? "");
  const moved = await bulk.bulkReschedule({ ids, by_days: 1 });
  assert.equal(moved.data[0]?.interaction?.scheduled_on, "2020-01-23");
  const member = await members.createMember({ name: "Mia", role: "rep" });
  assert.equal((await bulk.bulkAssign({ ids, assignee_id: member.id })).done, 3);
  const tried = await bulk.bulkComplete({ ids, outcome: "success", dry_run: true });
  assert.deepEqual([tried.job, tried.done], [null, 3]);
  const [first = "", second = "", third = ""] = ids;
  const done = await bulk.bulkComplete({ filter: { customer_id: [customer.id] }, outcome: "success" });
  assert.equal(done.job?.kind, "bulk_complete");
  assert.equal((await bulk.bulkSkip({ ids: [first] })).data[0]?.code, "conflict");
  assert.equal((await jobs.undoJob(done.job?.id ?? "")).done, 3);
  assert.equal((await bulk.bulkSkip({ ids: [first] })).done, 1);
  assert.equal((await bulk.bulkCancel({ ids: [second, third], then: "exit" })).done, 2);

  const found = await Array.fromAsync(jobs.eachJob({ kind: ["bulk_complete"] }));
  assert.ok(found.some((job) => job.id === done.job?.id));
  assert.equal((await jobs.getJob(done.job?.id ?? "")).status, "done");
  assert.equal((await Array.fromAsync(jobs.eachJobItem(done.job?.id ?? "", { limit: 2 }))).length, 3);
  await assert.rejects(jobs.cancelJob(done.job?.id ?? ""), (error: OnwardError) => error.code === "conflict");
});

test("workflows are paused, resumed, moved, migrated and left", async () => {
  const steps = [
    { step_number: 1, type: "email", title: "Hello", next_step: 2 },
    { step_number: 2, type: "phone_call", title: "Call" },
  ];
  const template = await templates.createTemplate({ name: "Hello", steps });
  const customer = await newCustomer();
  const first = await workflows.startWorkflow({ customer_id: customer.id, template_id: template.id });
  const id = first.workflow_id ?? "";
  assert.equal((await workflows.getWorkflow(id)).projection.data[0]?.title, "Call");
  assert.equal((await workflows.pauseWorkflow(id, { resume_at: "2090-01-01" })).status, "paused");
  assert.equal((await workflows.resumeWorkflow(id)).workflow.status, "active");
  const jumped = await workflows.jumpWorkflow(id, { step_number: 2 });
  assert.equal(jumped.next_interaction?.title, "Call");
  await templates.updateTemplate(template.id, { description: "Say hello" });
  assert.equal((await workflows.migrateWorkflow(id, { dry_run: true })).workflow.template_version, 2);
  assert.equal((await workflows.migrateWorkflow(id, { steps: { "2": 2 } })).open_step?.template_version, 2);
  const filter = { customer_id: [customer.id] };
  assert.deepEqual((await Array.fromAsync(workflows.eachWorkflow(filter))).map((each) => each.id), [id]);
  const left = await workflows.exitWorkflow(id, { reason: "Enough", then: "none" });
  assert.equal(left.workflow.exit_reason, "Enough");
  assert.equal(left.next_interaction, null);
});

test("templates are written, drafted, published, simulated and archived", async () => {
  const step = { step_number: 1, type: "email", title: "Hello" };
  const made = await templates.createTemplate({ name: "Hello", steps: [step] });
  assert.equal(made.version, 1);
  assert.equal((await templates.updateTemplate(made.id, { description: "Say hello" })).version, 2);
  const drafted = await templates.saveTemplateDraft(made.id, { name: "Hello again", steps: [step] });
  assert.equal(drafted.draft?.name, "Hello again");
  assert.equal((await templates.dropTemplateDraft(made.id)).draft, null);
  await templates.saveTemplateDraft(made.id, { name: "Hello again", steps: [step] });
  const changed = (await templates.getTemplateDraftDiff(made.id)).fields.map((each) => each.field);
  assert.deepEqual(changed, ["name", "description"]);
  assert.equal((await templates.publishTemplate(made.id)).name, "Hello again");
  const taken = await templates.importTemplates(await templates.exportTemplates([made.id]));
  assert.deepEqual(taken.data.map((each) => [each.name, each.running]), [["Hello again", []]]);
  assert.ok((await templates.archiveTemplate(made.id)).archived_at);
  assert.equal((await templates.restoreTemplate(made.id)).archived_at, null);

  const { id } = await templateNamed("Quick Outreach Sequence");
  assert.equal((await templates.getTemplate(id)).steps.length, 3);
  const path = await templates.simulateTemplate({ template_id: id, start_date: "2026-01-22", outcomes: ["success"] });
  assert.deepEqual(path.data.slice(0, 2).map((each) => each.scheduled_on), ["2026-01-22", "2026-01-23"]);
});

test("customers are put, paused, closed, reopened and deleted", async () => {
  const id = crypto.randomUUID();
  assert.equal((await customers.putCustomer(id, { name: "Umbrella" })).id, id);
  assert.equal((await customers.putCustomer(id, { phone: "+1 555 0100" })).name, "Umbrella");
  assert.equal((await customers.pauseCustomer(id)).status, "paused");
  assert.equal((await customers.closeCustomer(id)).status, "closed");
  assert.equal((await customers.reopenCustomer(id)).status, "active");
  assert.ok(await interactions.getNextPending(id), "who is reopened gets a next step");

  const untouched = await newCustomer();
  assert.equal(await customers.deleteCustomer(untouched.id), undefined);
  await assert.rejects(customers.getCustomer(untouched.id), (error: OnwardError) => error.code === "not-found");
});

test("a duplicate becomes part of a customer", async () => {
  const [customer, duplicate] = [await newCustomer(), await newCustomer()];
  assert.equal((await customers.mergeCustomers(customer.id, duplicate.id, { dry_run: true })).dry_run, true);
  assert.equal((await customers.mergeCustomers(customer.id, duplicate.id)).merged_id, duplicate.id);
  const survivor = `/v1/customers/${customer.id}`;
  await assert.rejects(
    customers.getCustomer(duplicate.id),
    (error: OnwardError) => error.code === "merged" && error.location === survivor,
  );
});

test("a customer's personal data is erased", async () => {
  const { id } = await newCustomer();
  const erased = await customers.eraseCustomer(id);
  assert.deepEqual([erased.name, erased.status], ["Erased customer", "closed"]);
  await assert.rejects(customers.putCustomer(id, { name: "Again" }), (error: OnwardError) => error.code === "conflict");
});

test("a customer's notes stand in the timeline", async () => {
  const { id } = await newCustomer();
  const note = await customers.createNote(id, "Likes tea");
  assert.equal((await customers.updateNote(note.id, "Likes coffee")).version, 2);
  assert.equal((await customers.getNote(note.id)).body, "Likes coffee");
  assert.deepEqual((await customers.listNotes(id)).data.map((each) => each.id), [note.id]);
  const told = await Array.fromAsync(customers.eachTimelineEntry(id), (entry) => entry.note?.body ?? entry.event?.kind);
  assert.deepEqual(told, ["Likes coffee", "customer.created"]);
  assert.equal((await customers.getTimeline(id, { kind: ["note"] })).data.length, 1);
  await customers.deleteNote(note.id);
  assert.deepEqual(await Array.fromAsync(customers.eachNote(id)), []);
});

test("campaigns, conversations and members are made, found and listed", async () => {
  const customer = await newCustomer();
  const campaign = await campaigns.createCampaign({ name: "Spring" });
  assert.equal((await campaigns.getCampaign(campaign.id)).name, "Spring");
  const talk = await conversations.createConversation({ customer_id: customer.id, channel: "email" });
  assert.equal((await conversations.getConversation(talk.id)).customer_id, customer.id);
  assert.equal((await conversations.listConversations({ customer_id: [customer.id] })).data.length, 1);
  const member = await members.createMember({ name: "Eve", role: "viewer" });
  assert.equal((await members.getMember(member.id)).role, "viewer");
  assert.ok((await Array.fromAsync(members.eachMember())).some((each) => each.id === member.id));
  assert.ok((await Array.fromAsync(campaigns.eachCampaign())).some((each) => each.id === campaign.id));
  assert.ok((await Array.fromAsync(conversations.eachConversation())).some((each) => each.id === talk.id));
});

test("a campaign is started for customers, paused, resumed, ended and looked at", async () => {
  const customer = await newCustomer();
  const steps = [{ step_number: 1, type: "phone_call", title: "Call" }];
  const template = await templates.createTemplate({ name: "Spring calls", steps });
  const campaign = await campaigns.createCampaign({ name: "Spring" });
  assert.equal((await campaigns.updateCampaign(campaign.id, { template_id: template.id })).version, 2);
  assert.equal((await campaigns.enrollCustomers(campaign.id, { customer_ids: [customer.id] })).done, 1);
  assert.equal((await campaigns.enrollCustomers(campaign.id, { customer_ids: [customer.id] })).unchanged, 1);
  assert.equal((await campaigns.pauseCampaign(campaign.id)).job?.done, 1);
  assert.equal((await campaigns.resumeCampaign(campaign.id)).campaign.status, "active");
  assert.equal((await campaigns.getCampaignPerformance(campaign.id)).enrolled.customers, 1);
  assert.equal((await campaigns.endCampaign(campaign.id, { workflows: "exit" })).campaign.status, "ended");
  const empty = await campaigns.createCampaign({ name: "Autumn" });
  await campaigns.deleteCampaign(empty.id);
  assert.ok((await campaigns.listCampaigns()).data.every((each) => each.id !== empty.id));
});

test("a conversation is spoken in, leads to steps and follows rules", async () => {
  const customer = await newCustomer();
  const rule = await conversations.createConversationRule({ name: "Respond", trigger: "message_received", step: {} });
  const talk = await conversations.createConversation({ customer_id: customer.id, channel: "email" });
  assert.deepEqual(talk.interactions, []);
  const taken = await conversations.addMessage(talk.id, { direction: "inbound", body: "Hello?" });
  assert.equal(taken.interactions[0]?.origin, "conversation_rule");
  assert.equal((await conversations.listMessages(talk.id)).data[0]?.body, "Hello?");
  assert.equal((await Array.fromAsync(conversations.eachMessage(talk.id))).length, 1);
  const planned = await conversations.createFromConversation(talk.id, { type: "email", title: "Answer" });
  assert.equal(planned.conversation_id, talk.id);
  assert.equal((await conversations.updateConversation(talk.id, { status: "closed" })).status, "closed");
  const quiet = await conversations.createConversation({ customer_id: customer.id, channel: "sms" });
  await conversations.deleteConversation(quiet.id);
  assert.equal((await conversations.updateConversationRule(rule.id, { is_active: false })).version, 2);
  assert.equal((await conversations.getConversationRule(rule.id)).is_active, false);
  await conversations.deleteConversationRule(rule.id);
  assert.ok((await conversations.listConversationRules()).every((each) => each.id !== rule.id));
});

test("settings, types and outcomes are read, changed, put in order and archived", async () => {
  const before = await settings.getSettings();
  const changed = await settings.updateSettings({ roll_rule: "forward" }, { ifMatch: before.version });
  assert.equal(changed.roll_rule, "forward");
  const preview = await settings.previewSettings({ calendar: { days_off: ["2020-01-01"] } });
  assert.ok(preview.next_working_moment);
  await settings.updateSettings({ roll_rule: before.roll_rule });
  assert.deepEqual(await settings.listDaysOff({ first: "2027-01-01", last: "2027-01-31" }), []);

  const made = await settings.putType("site_visit", { channel: "in_person", outcomes: ["reached"] });
  assert.equal(made.label, "Site visit");
  assert.equal((await settings.orderTypes(["site_visit"]))[0]?.key, "site_visit");
  assert.ok((await settings.archiveType("site_visit")).archived_at);
  assert.ok(!(await settings.listTypes()).some((each) => each.key === "site_visit"));
  assert.equal((await settings.restoreType("site_visit")).archived_at, null);
  assert.deepEqual((await settings.getType("site_visit")).usage, { interactions: 0, templates: 0 });

  assert.equal((await settings.putOutcome("sent_flowers", { kind: "positive" })).kind, "positive");
  assert.equal((await settings.orderOutcomes(["sent_flowers"]))[0]?.key, "sent_flowers");
  assert.ok((await settings.archiveOutcome("sent_flowers")).archived_at);
  assert.ok((await settings.listOutcomes({ archived: true })).some((each) => each.key === "sent_flowers"));
  assert.equal((await settings.restoreOutcome("sent_flowers")).archived_at, null);
  assert.equal((await settings.getOutcome("sent_flowers")).key, "sent_flowers");
});

test("events are read, and followed as they happen until the caller leaves", async () => {
  const customer = await newCustomer();
  const leaving = new AbortController();
  const signal = AbortSignal.any([leaving.signal, AbortSignal.timeout(20_000)]);
  const { id: beginning } = (await events.listEvents({ limit: 1 })).data[0] ?? {};
  const seen: string[] = [];
  for await (const each of events.followEvents({ after: beginning, signal })) {
    if (each.customer_id !== customer.id) continue;
    seen.push(each.kind);
    if (seen.length === 1) await customers.pauseCustomer(customer.id);
    if (seen.length === 2) leaving.abort();
  }
  assert.deepEqual(seen, ["customer.created", "customer.updated"]);
  const told = await Array.fromAsync(events.eachEvent({ customer_id: customer.id, limit: 1 }));
  assert.deepEqual(told.map((each) => each.kind), seen);
});

test("who follows from a place that is not known is told so", async () => {
  const leaving = new AbortController();
  const signal = AbortSignal.any([leaving.signal, AbortSignal.timeout(20_000)]);
  await Array.fromAsync(events.followEvents({ after: crypto.randomUUID(), onReset: () => leaving.abort(), signal }));
  assert.ok(leaving.signal.aborted);
});

test("views are saved, changed, listed and deleted", async () => {
  const made = await views.createView({ name: "Late", screen: "interactions", query: { overdue: "true" } });
  assert.deepEqual(made.query, { overdue: ["true"] });
  assert.equal((await views.updateView(made.id, { name: "Later" }, { ifMatch: made.version })).name, "Later");
  assert.ok((await views.listViews({ screen: ["interactions"] })).some((each) => each.id === made.id));
  assert.equal((await views.getView(made.id)).version, 2);
  await views.deleteView(made.id);
  await assert.rejects(views.getView(made.id), (error: OnwardError) => error.code === "not-found");
});

test("lists go on page after page until the end", async () => {
  const customer = await newCustomer();
  for (const title of ["One", "Two", "Three"]) {
    await interactions.createInteraction({ customer_id: customer.id, type: "email", title });
  }
  const filter: InteractionFilters = { customer_id: [customer.id], sort: "created_at", limit: 2 };
  assert.equal((await interactions.listInteractions(filter)).data.length, 2);
  const titles = await Array.fromAsync(interactions.eachInteraction(filter), (each) => each.title);
  assert.deepEqual(titles, ["One", "Two", "Three"]);
  const found = await Array.fromAsync(customers.eachCustomer({ q: customer.name, limit: 1 }));
  assert.ok(found.some((each) => each.id === customer.id));
});

test("rows are exported as files, and a tenant that has work takes no other world in", async () => {
  const customer = await newCustomer();
  assert.match(await (await transfers.exportCustomers()).text(), /^external_id,name,/);
  assert.match(await (await transfers.exportInteractions()).text(), /^customer_external_id,/);
  const everything = await transfers.exportEverything();
  assert.ok((await everything.text()).includes(customer.id));
  await assert.rejects(transfers.importEverything(everything), (error: OnwardError) => error.code === "conflict");
});

test("a file of customers is uploaded, read otherwise, checked, run and taken back", async () => {
  const content = "external_id,who\nC-1,Anna Meier\nC-2,\n";
  const made = await transfers.uploadImport(new Blob([content]), { file_name: "people.csv" });
  assert.deepEqual(made.columns.map((column) => column.field), ["external_id", null]);
  await transfers.changeImport(made.id, { mapping: ["external_id", "name"], options: { repair: false } });
  const checked = await transfers.checkImport(made.id);
  assert.deepEqual([checked.status, checked.progress?.ready, checked.progress?.errors], ["checked", 1, 1]);
  assert.equal((await transfers.runImport(made.id)).status, "done");
  assert.match(await (await transfers.downloadImportLines(made.id)).text(), /3,error,"has no name/);
  assert.equal((await customers.listCustomers({ external_id: "C-1" })).data[0]?.name, "Anna Meier");
  assert.equal((await transfers.undoImport(made.id)).status, "undone");
  assert.equal((await transfers.getImport(made.id)).status, "undone");
  await assert.rejects(transfers.cancelImport(made.id), (error: OnwardError) => error.code === "conflict");
  assert.ok((await Array.fromAsync(transfers.eachImport())).some((each) => each.id === made.id));
  await transfers.removeImport(made.id);
  assert.equal((await transfers.countDemo()).customers, 0);
  const loading = await transfers.loadDemo();
  assert.equal(loading.kind, "demo_load");
  await assert.rejects(transfers.loadDemo(), (error: OnwardError) => error.code === "conflict");
  assert.equal(typeof (await transfers.removeDemo()).customers, "number");
  assert.equal((await transfers.countDemo()).loading_job_id, null);
});

// A browser is led to these, no code calls them: `singleSignOnAddress`.
const VISITED = ["startSingleSignOn", "finishSingleSignOn"];

test("every operation of the document has a method", async () => {
  const source = new URL("../src/", import.meta.url);
  const faces = (await readdir(source)).filter((name) => name.endsWith("-api.ts"));
  const text = (await Promise.all(faces.map((name) => readFile(new URL(name, source), "utf8")))).join();
  const operations = Object.keys(await import(new URL("../dist/generated/sdk.gen.js", import.meta.url).href));
  assert.ok(operations.length > 30);
  assert.deepEqual(operations.filter((name) => !VISITED.includes(name) && !text.includes(`sdk.${name}(`)), []);
});
