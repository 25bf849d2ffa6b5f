"""The daily repair: who lost the last step gets one after a day, unless somebody meant it so."""

import asyncio
from typing import Any

from onward.worker.steps import STEPS
from tests.stage import ACME, Stage
from tests.worker.shifts import worker


async def run(stage: Stage) -> None:
    await worker(stage, *STEPS).run_due()


async def open_steps(stage: Stage, customer: Any) -> list[Any]:
    found: list[Any] = (await stage.get(f"/interactions/customers/{customer['id']}/pending"))["data"]
    return found


async def test_a_customer_gets_a_step_after_a_day_of_grace(stage: Stage) -> None:
    customer = await stage.customer()
    await run(stage)
    assert await open_steps(stage, customer) == [], "people have a day to do it themselves"
    stage.clock.advance(days=1)
    await run(stage)
    (step,) = await open_steps(stage, customer)
    assert step["origin"] == "default_template"
    (event,) = await stage.rows(
        "SELECT actor_kind FROM events WHERE tenant_id = $1 AND kind = 'interaction.created'", ACME.id
    )
    assert event["actor_kind"] == "worker"
    stage.clock.advance(days=1)
    await run(stage)
    assert len(await open_steps(stage, customer)) == 1


async def test_who_was_stopped_on_purpose_is_left_to_a_person(stage: Stage) -> None:
    customer = await stage.customer()
    made = await stage.interaction(customer["id"])
    await stage.post(f"/interactions/{made['id']}/complete", {"outcome": "success", "next": {"none": True}})
    stage.clock.advance(days=3)
    await run(stage)
    assert await open_steps(stage, customer) == []
    repaired = await stage.post("/coverage/repair", {})
    assert repaired["created"] == 1, "a person may still do it"


async def test_a_tenant_may_want_none_of_it(stage: Stage) -> None:
    assert (await stage.get("/settings"))["auto_repair"] is True
    await stage.put("/settings", {"auto_repair": False})
    customer = await stage.customer()
    stage.clock.advance(days=3)
    await run(stage)
    assert await open_steps(stage, customer) == []


async def test_more_than_a_batch_spread_over_the_coming_days(stage: Stage, monkeypatch: Any) -> None:
    monkeypatch.setattr("onward.worker.repairing.BATCH", 2)
    await stage.no_default_template()
    customers = [await stage.customer(name=f"Customer {number}") for number in range(5)]
    stage.clock.advance(days=1)
    await run(stage)
    days = {step["scheduled_on"] for each in customers for step in await open_steps(stage, each)}
    assert len(days) == 5


async def test_two_workers_and_a_person_make_one_step_each(stage: Stage) -> None:
    for number in range(5):
        await stage.customer(name=f"Customer {number}")
    stage.clock.advance(days=1)
    await asyncio.gather(run(stage), run(stage), stage.post("/coverage/repair", {}))
    rows = await stage.rows("SELECT count(*) AS n FROM interactions GROUP BY customer_id")
    assert [row["n"] for row in rows] == [1] * 5
