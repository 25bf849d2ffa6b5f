"""Onward inside another application: the same acts, the same refusals, the same database as over HTTP."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta, timezone
from uuid import UUID

import pytest

from onward import Onward
from onward.domain import errors
from tests.stage import ADA, GLOBEX, Stage, new_id


@pytest.fixture
async def onward(stage: Stage) -> AsyncIterator[Onward]:
    async with Onward.connect(stage.url, tenant="acme", clock=stage.clock) as connected:
        yield connected


async def test_from_a_customer_to_the_next_step(onward: Onward) -> None:
    customer = await onward.create_customer("Initech", email="bill@initech.example")
    assert await onward.next_pending(customer.id) is None
    call = await onward.create_interaction(
        customer.id,
        "phone_call",
        "Call customer on Monday",
        scheduled_at=datetime(2026, 1, 26, 10, tzinfo=timezone(timedelta(hours=1))),
        due_at=date(2026, 1, 26),
        priority="high",
    )
    assert (call.scheduled_at, call.due_all_day) == (datetime.fromisoformat("2026-01-26T09:00:00Z"), True)
    done = await onward.complete(call.id, "success", "Customer interested, wants proposal")
    assert (done.interaction.status, done.interaction.outcome_details) == (
        "completed",
        "Customer interested, wants proposal",
    )
    assert done.next_step.reason == "default_template"
    assert done.next_interaction is not None
    assert await onward.next_pending(customer.id) == done.next_interaction
    assert await onward.get_interaction(call.id) == done.interaction


async def test_it_is_the_database_that_is_served_over_http(stage: Stage, onward: Onward) -> None:
    customer = await stage.customer()
    call = await onward.create_interaction(UUID(customer["id"]), "email", "Write")
    assert (await stage.get(f"/interactions/{call.id}"))["title"] == "Write"
    assert (await onward.get_customer(UUID(customer["id"]))).name == "Initech"
    done = await stage.post(f"/interactions/{call.id}/complete", {"outcome": "success"})
    again = await onward.complete(call.id, "success")
    assert str(again.next_interaction and again.next_interaction.id) == done["next_interaction"]["id"]


async def test_queue(onward: Onward) -> None:
    customer = await onward.create_customer("Initech")
    await onward.create_interaction(customer.id, "email", "Write", due_at="2026-01-20", assignee_id=ADA)
    found = await onward.queue(section="overdue")
    assert [item.interaction.title for item in found.sections[0].data] == ["Write"]
    assert (await onward.queue()).loose_ends is not None


async def test_coverage(onward: Onward) -> None:
    customer = await onward.create_customer("Initech")
    found = await onward.coverage()
    assert (found.active_customers, found.uncovered, found.data[0].why) == (1, 1, "never_started")
    assert (await onward.repair_coverage(dry_run=True)).created == 1
    repaired = await onward.repair_coverage(customer_ids=[customer.id])
    made, step = repaired.data[0].next_interaction, await onward.next_pending(customer.id)
    assert made is not None
    assert step is not None
    assert (made.id, made.title, made.origin) == (step.id, step.title, "default_template")
    assert (await onward.coverage()).percent == 100.0


async def test_customers(onward: Onward) -> None:
    customer = await onward.create_customer("Initech", tags=["vip"])
    assert (await onward.update_customer(customer.id, company="Initech GmbH")).company == "Initech GmbH"
    assert (await onward.close_customer(customer.id)).status == "closed"
    assert (await onward.reopen_customer(customer.id)).status == "active"
    assert await onward.next_pending(customer.id) is not None
    note = await onward.add_note(customer.id, "Likes tea")
    told = await onward.timeline(customer.id, kind=["note"])
    assert [entry.note for entry in told.data] == [note]
    mine = new_id()
    assert (await onward.update_customer(mine, name="New")).id == mine


async def test_every_verb(onward: Onward) -> None:
    customer = await onward.create_customer("Initech")
    call = await onward.create_interaction(customer.id, "phone_call", "Call", scheduled_at="2026-01-22 10:00")
    assert (await onward.start(call.id)).status == "in_progress"
    assert (await onward.update_interaction(call.id, title="Ring", priority="low")).title == "Ring"
    assert (await onward.assign(call.id, ADA)).assignee_id == ADA
    assert (await onward.assign(call.id, None)).assignee_id is None
    moved = await onward.reschedule(call.id, by_days=2)
    assert (moved.scheduled_on, moved.reschedule_count) == (date(2026, 1, 24), 1)
    assert (await onward.reschedule(call.id, due_at=date(2026, 1, 30))).due_on == date(2026, 1, 30)
    assert (await onward.skip(call.id, "ill")).interaction.close_reason == "ill"
    undone = await onward.undo(call.id)
    assert (undone.interaction.status, undone.withdrawn_interaction_id is None) == ("in_progress", False)
    cancelled = await onward.cancel(call.id, "moved", then="exit")
    assert (cancelled.interaction.status, cancelled.next_interaction) == ("cancelled", None)


async def test_workflows_and_templates(onward: Onward) -> None:
    steps = [{"step_number": 1, "type": "email", "title": "Write to {customer.name}"}]
    template = await onward.create_template("Mine", steps, end_action="stop")
    listed = await onward.list_templates(is_active=True)
    assert [one.name for one in listed.data][-1] == "Mine"
    customer = await onward.create_customer("Initech")
    first = await onward.start_workflow(customer.id, template.id, start_date=date(2026, 1, 22), assignee_id=ADA)
    assert (first.title, first.scheduled_on, first.assignee_id) == ("Write to Initech", date(2026, 1, 22), ADA)
    done = await onward.complete(first.id, "success", next={"type": "demo", "title": "Show it"})
    assert done.next_interaction is not None
    assert done.next_interaction.title == "Show it"


async def test_lists(onward: Onward) -> None:
    customer = await onward.create_customer("Initech")
    for day in (19, 20, 23):
        await onward.create_interaction(customer.id, "email", f"Item {day}", due_at=date(2026, 1, day))
    assert [one.title for one in (await onward.pending(customer.id)).data] == ["Item 19", "Item 20", "Item 23"]
    assert [one.title for one in (await onward.overdue(customer.id)).data] == ["Item 19", "Item 20"]
    page = await onward.list_interactions(status=["pending"], sort="due_at", limit=2, customer_id=[customer.id])
    rest = await onward.list_interactions(
        status=["pending"], sort="due_at", limit=2, customer_id=[customer.id], cursor=page.next_cursor
    )
    assert [one.title for one in page.data + rest.data] == ["Item 19", "Item 20", "Item 23"]


async def test_what_is_refused_leaves_nothing(stage: Stage, onward: Onward) -> None:
    customer = await onward.create_customer("Initech")
    call = await onward.create_interaction(customer.id, "email", "Write")
    with pytest.raises(errors.Invalid) as invalid:
        await onward.create_interaction(customer.id, "Not A Key", "")
    assert {fault.field for fault in invalid.value.faults} <= {"type", "title"}
    with pytest.raises(errors.Invalid, match="colour"):
        await onward.create_customer("Initech", colour="red")
    with pytest.raises(errors.NotFound):
        await onward.get_interaction(GLOBEX.id)
    with pytest.raises(errors.NotFound):
        await onward.next_pending(GLOBEX.id)
    with pytest.raises(errors.Stale):
        await onward.update_interaction(call.id, title="Late", if_match=7)
    await onward.complete(call.id, "success")
    with pytest.raises(errors.Conflict):
        await onward.complete(call.id, "failed")
    assert len(await stage.rows("SELECT FROM interactions")) == 2


async def test_another_tenant_is_another_world(stage: Stage, onward: Onward) -> None:
    customer = await onward.create_customer("Initech")
    async with Onward.connect(stage.url, tenant=str(GLOBEX.id)) as theirs:
        assert theirs.tenant == GLOBEX
        with pytest.raises(errors.NotFound):
            await theirs.get_customer(customer.id)


async def test_an_unknown_tenant_or_a_missing_database(stage: Stage) -> None:
    with pytest.raises(errors.NotFound, match="onward tenants create"):
        async with Onward.connect(stage.url, tenant="nobody"):
            pass
    with pytest.raises(errors.Unavailable):
        async with Onward.connect("postgresql://nobody@127.0.0.1:1/none"):
            pass


async def test_many_at_once_and_back(onward: Onward) -> None:
    customers = [await onward.create_customer(f"Initech {number}") for number in range(3)]
    plans = [{"customer_id": each.id, "type": "email", "title": "Write"} for each in customers]
    made = await onward.bulk("create", interactions=plans)
    ids = [item.interaction_id for item in made.data]
    done = await onward.bulk("complete", ids=ids, outcome="success")
    assert (done.done, done.job is not None) == (3, True)
    assert done.job is not None
    assert (await onward.get_job(done.job.id)).status == "done"
    assert len((await onward.job_items(done.job.id, limit=2)).data) == 2
    assert (await onward.undo_job(done.job.id)).done == 3
    assert (await onward.bulk("complete", filter={"customer_id": [customers[0].id]}, outcome="success")).done == 1
    with pytest.raises(errors.Conflict):
        await onward.cancel_job(done.job.id)


async def test_a_tenant_in_a_file(onward: Onward) -> None:
    await onward.create_customer("Initech", email="hello@initech.example")
    assert b"hello@initech.example" in b"".join([part async for part in onward.export("customers")])
    lines = b"".join([part async for part in onward.export()]).splitlines()
    assert lines[-1].startswith(b'{"rows":')
