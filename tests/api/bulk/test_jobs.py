"""Bulk acts that are too many for one request: they wait for a runner, go on after a crash, and can be cancelled."""

import asyncio
from typing import Any

import pytest

from onward.actions import bulk_finishing
from tests.api.bulk.conftest import Runner, Steps, ids, statuses
from tests.api.looking import everything, faults
from tests.stage import GLOBEX, Stage

pytestmark = pytest.mark.usefixtures("small_limits")


async def queued(stage: Stage, chosen: list[Any], **body: Any) -> Any:
    """A completion that waits as a job."""
    asked = {"ids": ids(chosen), "outcome": "success", **body}
    ran = await stage.post("/interactions/bulk/complete", asked, 202)
    assert (ran["job"]["status"], ran["job"]["left"], ran["data"]) == ("queued", len(chosen), [])
    return ran["job"]


async def items_of(stage: Stage, job: Any, **query: Any) -> list[Any]:
    items: list[Any] = (await stage.get(f"/jobs/{job['id']}/items", **query))["data"]
    return items


async def successors(stage: Stage) -> int:
    """How many next steps there are; no interaction may have two."""
    rows = await stage.rows(
        "SELECT previous_interaction_id, count(*) FROM interactions "
        "WHERE previous_interaction_id IS NOT NULL GROUP BY 1"
    )
    assert all(row[1] == 1 for row in rows)
    return len(rows)


async def test_progress_from_the_first_batch_to_the_last(stage: Stage, steps: Steps, runner: Runner) -> None:
    job = await queued(stage, await steps.of_workflow(5))
    await runner.unit()
    half = await stage.get(f"/jobs/{job['id']}")
    assert (half["status"], half["done"], half["left"], half["undo_until"]) == ("running", 2, 3, None)
    assert statuses(await items_of(stage, job)).count("waiting") == 3
    stage.clock.advance(minutes=3)
    await runner.run()
    ended = await stage.get(f"/jobs/{job['id']}")
    assert (ended["status"], ended["done"], ended["left"]) == ("done", 5, 0)
    assert ended["undo_until"] == "2026-01-22T10:03:00Z"
    items = await items_of(stage, job)
    assert [item["number"] for item in items] == [0, 1, 2, 3, 4]
    assert all(item["next_step"]["reason"] == "template" for item in items)
    assert await successors(stage) == 5


async def test_the_items_come_in_pages(stage: Stage, steps: Steps, runner: Runner) -> None:
    job = await queued(stage, await steps.of_workflow(5))
    first = await stage.get(f"/jobs/{job['id']}/items", limit=3)
    rest = await stage.get(f"/jobs/{job['id']}/items", limit=3, cursor=first["next_cursor"])
    assert [item["number"] for item in first["data"] + rest["data"]] == [0, 1, 2, 3, 4]
    assert rest["next_cursor"] is None
    await runner.unit()
    assert len(await items_of(stage, job, status="done")) == 2
    other = await queued(stage, await steps.of_workflow(5))
    refused = await stage.get(f"/jobs/{other['id']}/items", 422, limit=3, cursor=first["next_cursor"])
    assert faults(refused) == ["cursor"]


async def test_jobs_are_listed_by_kind_and_state(stage: Stage, steps: Steps, runner: Runner) -> None:
    done = await stage.post("/interactions/bulk/skip", {"ids": ids(await steps.by_hand(1))})
    job = await queued(stage, await steps.of_workflow(5))
    assert [each["id"] for each in (await stage.get("/jobs"))["data"]] == [job["id"], done["job"]["id"]]
    assert [each["id"] for each in (await stage.get("/jobs", status="queued"))["data"]] == [job["id"]]
    assert [each["id"] for each in (await stage.get("/jobs", kind="bulk_skip"))["data"]] == [done["job"]["id"]]
    page = await stage.get("/jobs", limit=1)
    assert [each["id"] for each in (await stage.get("/jobs", limit=1, cursor=page["next_cursor"]))["data"]] == [
        done["job"]["id"]
    ]


async def test_a_crash_between_two_statements_of_a_batch(
    stage: Stage, steps: Steps, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The interactions of the batch are written, its items are not: then the runner is gone."""
    job = await queued(stage, await steps.of_workflow(5))
    await runner.unit()

    finish = bulk_finishing.finish

    async def finish_and_die(*given: Any) -> Any:
        await finish(*given)
        raise RuntimeError("the machine is gone")

    with monkeypatch.context() as patch:
        patch.setattr(bulk_finishing, "finish", finish_and_die)
        with pytest.raises(RuntimeError):
            await runner.unit()
    assert await successors(stage) == 2, "nothing of the batch is left"
    await runner.run()
    assert (await stage.get(f"/jobs/{job['id']}"))["done"] == 5
    assert await successors(stage) == 5


async def test_two_runners_at_once(stage: Stage, steps: Steps, runner: Runner) -> None:
    job = await queued(stage, await steps.of_workflow(9))
    await asyncio.gather(*(runner.run() for _ in range(3)))
    ended = await stage.get(f"/jobs/{job['id']}")
    assert (ended["status"], ended["done"]) == ("done", 9)
    assert await successors(stage) == 9


async def test_two_jobs_over_the_same_items(stage: Stage, steps: Steps, runner: Runner) -> None:
    chosen = await steps.of_workflow(5)
    first, second = await queued(stage, chosen), await queued(stage, chosen)
    await asyncio.gather(runner.run(), runner.run())
    counts = [await stage.get(f"/jobs/{job['id']}") for job in (first, second)]
    assert sorted((each["done"], each["unchanged"]) for each in counts) in ([(0, 5), (5, 0)], [(1, 4), (4, 1)])
    assert await successors(stage) == 5


async def test_cancelling_keeps_what_is_done(stage: Stage, steps: Steps, runner: Runner) -> None:
    chosen = await steps.of_workflow(5)
    job = await queued(stage, chosen)
    await runner.unit()
    cancelled = await stage.post(f"/jobs/{job['id']}/cancel")
    assert (cancelled["status"], cancelled["done"]) == ("cancelled", 2)
    assert (await stage.post(f"/jobs/{job['id']}/cancel"))["ended_at"] == cancelled["ended_at"]
    await runner.run()
    assert sorted(statuses(await items_of(stage, job))) == ["cancelled"] * 3 + ["done"] * 2
    assert await successors(stage) == 2


async def test_cancelled_while_it_works(stage: Stage, steps: Steps, runner: Runner) -> None:
    """What was done by then counts, each item once."""
    job = await queued(stage, await steps.of_workflow(9))
    await asyncio.gather(runner.run(), stage.http.post(f"/v1/jobs/{job['id']}/cancel", json={}), runner.run())
    ended = await stage.get(f"/jobs/{job['id']}")
    assert ended["status"] in {"cancelled", "done"}
    assert await successors(stage) == ended["done"]
    assert statuses(await items_of(stage, job)).count("done") == ended["done"]


async def test_what_a_filter_found_is_fixed_at_the_start(stage: Stage, steps: Steps, runner: Runner) -> None:
    chosen = await steps.of_workflow(5)
    ran = await stage.post("/interactions/bulk/complete", {"filter": {}, "outcome": "success"}, 202)
    late = await steps.by_hand(1)
    await runner.run()
    items = await items_of(stage, ran["job"])
    assert {item["interaction_id"] for item in items} == set(ids(chosen))
    assert (await stage.get(f"/interactions/{late[0]['id']}"))["status"] == "pending"
    assert await successors(stage) == 5


async def test_a_customers_items_keep_their_order_across_batches(stage: Stage, runner: Runner) -> None:
    await stage.no_default_template()
    customer = await stage.customer()
    chosen = [await stage.interaction(customer["id"], scheduled_at=f"2026-01-{30 - day}") for day in range(5)]
    job = await queued(stage, chosen)
    await runner.run()
    items = await items_of(stage, job)
    reasons = [item["next_step"]["reason"] for item in items]
    assert reasons == ["default_follow_up"] + ["already_planned"] * 4
    assert items[1]["next_interaction"]["id"] == chosen[0]["id"]


async def test_a_dry_run_as_a_job_leaves_nothing(stage: Stage, runner: Runner) -> None:
    await stage.no_default_template()
    customer = await stage.customer()
    chosen = [await stage.interaction(customer["id"], scheduled_at=f"2026-01-{30 - day}") for day in range(5)]
    unmoved = frozenset({"jobs", "job_items", "audit_log"})
    before = await everything(stage, but=unmoved)
    job = await queued(stage, chosen, dry_run=True)
    await runner.run()
    assert await everything(stage, but=unmoved) == before
    items = await items_of(stage, job)
    assert [item["next_step"]["reason"] for item in items] == ["default_follow_up"] + ["already_planned"] * 4
    assert items[0]["next_interaction"]["id"] is None
    refused = await stage.post(f"/jobs/{job['id']}/undo", {}, 409)
    assert "dry run" in refused["detail"]


async def test_what_waits_is_not_all_or_nothing(stage: Stage, steps: Steps) -> None:
    body = {"ids": ids(await steps.by_hand(5)), "atomic": True}
    assert faults(await stage.post("/interactions/bulk/skip", body, 422)) == ["atomic"]


async def test_too_many_are_refused(stage: Stage, steps: Steps, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onward.domain.bulk.MOST_ITEMS", 3)
    await steps.by_hand(4)
    assert faults(await stage.post("/interactions/bulk/skip", {"filter": {}}, 422)) == ["filter"]


async def test_another_tenants_job_is_none(stage: Stage, steps: Steps) -> None:
    job = await queued(stage, await steps.of_workflow(5))
    async with stage.client(**{"X-Tenant-ID": GLOBEX.slug}) as globex:
        for method, path in (("GET", ""), ("GET", "/items"), ("POST", "/cancel"), ("POST", "/undo")):
            assert (await globex.request(method, f"/v1/jobs/{job['id']}{path}")).status_code == 404


async def test_what_the_database_refuses_of_one_leaves_the_others(stage: Stage, steps: Steps, runner: Runner) -> None:
    """Another next step stands in the way of one item, which no act of the product can bring about."""
    chosen = await steps.of_workflow(5)
    other = (await steps.by_hand(1))[0]
    await stage.owner.execute(
        "UPDATE interactions SET previous_interaction_id = $1 WHERE id = $2", chosen[3]["id"], other["id"]
    )
    job = await queued(stage, chosen)
    await runner.run()
    items = await items_of(stage, job)
    assert statuses(items) == ["done", "done", "done", "failed", "done"]
    assert items[3]["code"] == "conflict"
