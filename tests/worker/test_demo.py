"""The demo loaded into somebody's own tenant by the worker: once, whole, beside what is there, and gone again."""

import asyncio
from typing import Any

from onward.actions import jobs
from onward.store import jobs as store_jobs
from onward.worker.jobs import UNITS
from onward.worker.steps import STEPS
from tests.stage import ACME, Stage, new_id
from tests.worker.shifts import worker

JOBS = next(step for step in STEPS if step.name == "jobs")
NOTHING = {"customers": 0, "campaigns": 0, "templates": 0, "members": 0}
WHOLE = {"customers": 300, "campaigns": 2, "templates": 4, "members": 5}
TABLES = ("customers", "interactions", "workflows", "conversations", "campaigns", "campaign_enrolments", "members")


async def counted(stage: Stage) -> dict[str, Any]:
    found: dict[str, Any] = await stage.get("/demo")
    return {kind: found[kind] for kind in NOTHING}


async def rows(stage: Stage) -> dict[str, int]:
    return {
        table: (await stage.rows(f"SELECT count(*) FROM {table} WHERE tenant_id = $1", ACME.id))[0][0]
        for table in TABLES
    }


async def asked(stage: Stage) -> Any:
    return await stage.post("/demo", {}, 202)


async def do_unit(stage: Stage, *, is_killed: bool = False) -> None:
    """One unit, as a worker does it; killed before it commits, perhaps."""
    async with stage.database.transaction(ACME.id) as tx:
        (job_id,) = await store_jobs.list_unfinished(tx, ACME.id)
        await jobs.start_job(tx, ACME.id, job_id, stage.clock.now)
        await tx.commit()
    async with stage.database.transaction(ACME.id) as tx:
        await jobs.advance_job(tx, ACME.id, job_id, UNITS, stage.clock, new_id)
        if not is_killed:
            await tx.commit()


async def test_it_is_loaded_beside_what_is_there_and_removed(stage: Stage) -> None:
    mine = await stage.customer(name="My own")
    step = await stage.interaction(mine["id"])
    before = await rows(stage)
    job = await asked(stage)
    assert (job["kind"], job["status"], job["done"]) == ("demo_load", "queued", 0)
    assert (await stage.get("/demo"))["loading_job_id"] == job["id"]
    await worker(stage, JOBS).run_due()
    ended = await stage.get(f"/jobs/{job['id']}")
    assert (ended["status"], ended["total"], ended["done"], ended["undo_until"]) == ("done", 300, 300, None)
    assert await stage.get("/demo") == {**WHOLE, "loading_job_id": None}
    ((kind, new),) = await stage.rows("SELECT kind, new FROM events ORDER BY id DESC LIMIT 1")
    assert kind == "demo.loaded"
    assert '"customers": 300' in new

    owners = [one for one in (await stage.get("/members"))["data"] if one["role"] == "owner"]
    assert [one["id"] for one in owners] == [str(ACME.local_member_id)], "nobody unknown owns the tenant"
    assert (await stage.get(f"/interactions/customers/{mine['id']}/next"))["id"] == step["id"]
    running = await stage.get("/interactions", status="pending", template_id=await standard(stage), limit=1)
    done = await stage.post(f"/interactions/{running['data'][0]['id']}/complete", {"outcome": "success"})
    assert done["next_interaction"] is not None, "work goes on with whom the demo brought"

    assert await stage.post("/demo/remove") == WHOLE
    assert await rows(stage) == before
    assert (await stage.get(f"/interactions/customers/{mine['id']}/next"))["id"] == step["id"]


async def standard(stage: Stage) -> str:
    found = (await stage.get("/interactions/templates"))["data"]
    return str(next(one["id"] for one in found if one["is_default"]))


async def test_it_is_refused_while_it_is_loaded_and_once_it_is_there(stage: Stage) -> None:
    job = await asked(stage)
    running = await stage.post("/demo", {}, 409)
    assert job["id"] in running["detail"]
    await worker(stage, JOBS).run_due()
    there = await stage.post("/demo", {}, 409)
    assert "/v1/demo/remove" in there["detail"]
    assert await counted(stage) == WHOLE
    assert "cannot be undone" in (await stage.post(f"/jobs/{job['id']}/undo", {}, 409))["detail"]


async def test_of_two_who_load_it_at_once_one_does(stage: Stage) -> None:
    answers = await asyncio.gather(*(stage.http.post("/v1/demo", json={}) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [202, 409, 409, 409]
    await worker(stage, JOBS).run_due()
    assert await counted(stage) == WHOLE


async def test_only_an_owner_loads_it(stage: Stage) -> None:
    manager = stage.client(Authorization=f"Bearer {await stage.key('manager')}")
    assert (await manager.post("/v1/demo", json={})).status_code == 403


async def test_it_goes_on_where_it_was_when_its_worker_is_killed(stage: Stage) -> None:
    job = await asked(stage)
    for unit in range(3):
        await do_unit(stage, is_killed=True)
        assert (await stage.get(f"/jobs/{job['id']}"))["done"] == (276 if unit == 2 else 0)
        await do_unit(stage)
    assert (await stage.get(f"/jobs/{job['id']}"))["status"] == "done"
    assert await counted(stage) == WHOLE


async def test_one_that_was_cancelled_half_way_is_removed_whole_and_can_be_loaded_again(stage: Stage) -> None:
    before = await rows(stage)
    job = await asked(stage)
    await do_unit(stage)
    await do_unit(stage)
    await stage.post(f"/jobs/{job['id']}/cancel")
    await worker(stage, JOBS).run_due()
    half = {**WHOLE, "customers": 276, "campaigns": 1}
    assert await counted(stage) == half, "what was written stays, and nothing more is"
    await stage.post("/demo", {}, 409)
    assert await stage.post("/demo/remove") == half
    assert await rows(stage) == before
    await asked(stage)
    await worker(stage, JOBS).run_due()
    assert await counted(stage) == WHOLE


async def test_removing_it_while_it_is_loaded_leaves_it_off(stage: Stage) -> None:
    before = await rows(stage)
    job = await asked(stage)
    await do_unit(stage)
    assert (await stage.post("/demo/remove"))["members"] == 5
    assert (await stage.get(f"/jobs/{job['id']}"))["status"] == "cancelled"
    await worker(stage, JOBS).run_due()
    assert await rows(stage) == before
    assert await stage.get("/demo") == {**NOTHING, "loading_job_id": None}


async def test_a_tenant_that_has_its_own_ways_takes_it_too(stage: Stage) -> None:
    """The templates of the beginning are gone, another is the default, a rule begins what the story would begin, and
    somebody has a colleague's address."""
    for template in (await stage.get("/interactions/templates"))["data"]:
        await stage.post(f"/interactions/templates/{template['id']}/archive")
    own = await stage.template({"title": "Ours"}, is_default=True)
    await stage.post(
        "/conversation-rules", {"name": "Begin", "trigger": "conversation_opened", "template_id": own["id"]}, 201
    )
    await stage.post("/members", {"name": "P", "role": "rep", "email": "priya@northwind-advisers.example.com"}, 201)
    await asked(stage)
    await worker(stage, JOBS).run_due()
    assert await counted(stage) == {**WHOLE, "templates": 6}
    ours = await stage.get("/interactions/count", template_id=own["id"])
    assert ours["total"] > 0, "its own default template follows where one is to follow"
