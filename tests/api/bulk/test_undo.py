"""A bulk act is taken back: what nobody touched since is as it was, the rest stays and is told."""

import asyncio
from typing import Any

import pytest

from tests.api.bulk.conftest import Runner, Steps, ids, statuses
from tests.api.looking import ben, state
from tests.stage import Stage

ACTS: list[tuple[str, dict[str, Any]]] = [
    ("complete", {"outcome": "success"}),
    ("skip", {}),
    ("cancel", {}),
    ("reschedule", {"by_days": 2}),
    ("reschedule", {"spread": {"starts_on": "2026-02-02", "days": 3}}),
    ("assign", {"assignee_id": None}),
]


async def undo(stage: Stage, ran: Any, expect: int = 200) -> Any:
    return await stage.post(f"/jobs/{ran['job']['id']}/undo", {}, expect)


@pytest.mark.parametrize(("verb", "body"), ACTS)
async def test_all_is_as_it_was(stage: Stage, steps: Steps, verb: str, body: dict[str, Any]) -> None:
    chosen = await steps.of_workflow(3)
    rep = await ben(stage)
    await stage.post("/interactions/bulk/assign", {"ids": ids(chosen), "assignee_id": rep})
    before = await state(stage)
    ran = await stage.post(f"/interactions/bulk/{verb}", {"ids": ids(chosen), **body})
    assert await state(stage) != before
    stage.clock.advance(hours=23)
    undone = await undo(stage, ran)
    assert (statuses(undone["data"]), undone["job"]["kind"]) == (["done"] * 3, "bulk_undo")
    assert [item["interaction_id"] for item in undone["data"]] == ids(chosen)
    assert await state(stage) == before
    job = await stage.get(f"/jobs/{ran['job']['id']}")
    assert (job["undone_by"], job["undo_until"]) == (undone["job"]["id"], None)


async def test_what_was_created_is_withdrawn(stage: Stage) -> None:
    customer = await stage.customer()
    before = await state(stage)
    plan = {"customer_id": customer["id"], "type": "email", "title": "Write"}
    ran = await stage.post("/interactions/bulk/create", {"interactions": [plan, plan]})
    touched = ran["data"][1]["interaction_id"]
    await stage.post(f"/interactions/{touched}/start")
    undone = await undo(stage, ran)
    assert statuses(undone["data"]) == ["done", "failed"]
    await stage.call("GET", f"/interactions/{ran['data'][0]['interaction_id']}", 404)
    assert (await stage.get(f"/interactions/{touched}"))["status"] == "in_progress"
    assert before != await state(stage)


async def test_what_was_touched_since_stays(stage: Stage, steps: Steps) -> None:
    chosen = await steps.of_workflow(3)
    ran = await stage.post("/interactions/bulk/complete", {"ids": ids(chosen), "outcome": "success"})
    following = ran["data"][1]["next_interaction"]["id"]
    await stage.put(f"/interactions/{following}", {"priority": "high"})
    undone = await undo(stage, ran)
    assert statuses(undone["data"]) == ["done", "failed", "done"]
    assert "changed since" in undone["data"][1]["why"]
    assert (await stage.get(f"/interactions/{chosen[1]['id']}"))["status"] == "completed"
    assert (await stage.get(f"/interactions/{following}"))["priority"] == "high"


async def test_a_move_that_was_moved_again_stays(stage: Stage, steps: Steps) -> None:
    first, second = await steps.by_hand(2, scheduled_at="2026-01-22T10:00")
    ran = await stage.post("/interactions/bulk/reschedule", {"ids": ids([first, second]), "by_days": 1})
    await stage.post(f"/interactions/{second['id']}/reschedule", {"by_days": 1})
    assert statuses((await undo(stage, ran))["data"]) == ["done", "failed"]
    assert (await stage.get(f"/interactions/{first['id']}"))["scheduled_on"] == "2026-01-22"
    assert (await stage.get(f"/interactions/{second['id']}"))["scheduled_on"] == "2026-01-24"


async def test_what_was_finished_anew_is_not_the_jobs_any_more(stage: Stage, steps: Steps) -> None:
    (step,) = await steps.of_workflow(1)
    ran = await stage.post("/interactions/bulk/complete", {"ids": [step["id"]], "outcome": "success"})
    await stage.post(f"/interactions/{step['id']}/undo")
    await stage.post(f"/interactions/{step['id']}/complete", {"outcome": "interested"})
    assert statuses((await undo(stage, ran))["data"]) == ["failed"]
    assert (await stage.get(f"/interactions/{step['id']}"))["outcome"] == "interested"


async def test_two_items_of_one_customer_are_taken_back_in_turn(stage: Stage) -> None:
    customer = await stage.customer()
    chosen = [await stage.interaction(customer["id"], scheduled_at=f"2026-01-2{day}") for day in range(3)]
    before = await state(stage)
    ran = await stage.post("/interactions/bulk/complete", {"ids": ids(chosen), "outcome": "success"})
    assert statuses((await undo(stage, ran))["data"]) == ["done"] * 3
    assert await state(stage) == before


async def test_not_twice_not_late_and_not_the_undo_itself(stage: Stage, steps: Steps) -> None:
    chosen = ids(await steps.by_hand(2))
    ran = await stage.post("/interactions/bulk/skip", {"ids": chosen})
    undone = await undo(stage, ran)
    assert "undone already" in (await undo(stage, ran, 409))["detail"]
    assert "took another one back" in (await undo(stage, undone, 409))["detail"]
    late = await stage.post("/interactions/bulk/skip", {"ids": chosen})
    stage.clock.advance(hours=24, seconds=1)
    assert "24 hours" in (await undo(stage, late, 409))["detail"]


async def test_two_undos_at_once(stage: Stage, steps: Steps) -> None:
    ran = await stage.post(
        "/interactions/bulk/complete", {"ids": ids(await steps.of_workflow(4)), "outcome": "success"}
    )
    answers = await asyncio.gather(*(stage.http.post(f"/v1/jobs/{ran['job']['id']}/undo", json={}) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]


async def test_what_changed_nothing_cannot_be_undone(stage: Stage, steps: Steps) -> None:
    chosen = ids(await steps.by_hand(1))
    await stage.post("/interactions/bulk/skip", {"ids": chosen})
    again = await stage.post("/interactions/bulk/skip", {"ids": chosen})
    assert "changed nothing" in (await undo(stage, again, 409))["detail"]


async def test_a_kept_answer_is_dropped_with_what_it_names(stage: Stage, steps: Steps) -> None:
    body = {"ids": ids(await steps.of_workflow(1)), "outcome": "success"}
    first = await stage.post("/interactions/bulk/complete", body, **{"Idempotency-Key": "k"})
    await undo(stage, first)
    again = await stage.post("/interactions/bulk/complete", body, **{"Idempotency-Key": "k"})
    assert again["done"] == 1
    assert again["data"][0]["next_interaction"]["id"] != first["data"][0]["next_interaction"]["id"]


async def test_a_job_is_undone_as_a_job(stage: Stage, steps: Steps, runner: Runner, small_limits: None) -> None:
    chosen = await steps.of_workflow(5)
    before = await state(stage)
    ran = await stage.post("/interactions/bulk/complete", {"ids": ids(chosen), "outcome": "success"}, 202)
    assert "still at work" in (await undo(stage, ran, 409))["detail"]
    await runner.run()
    undone = await undo(stage, ran, 202)
    await runner.unit()
    assert (await stage.get(f"/jobs/{undone['job']['id']}"))["done"] == 2
    await runner.run()
    assert (await stage.get(f"/jobs/{undone['job']['id']}"))["status"] == "done"
    assert await state(stage) == before


async def test_the_customers_next_step_is_the_old_one_again(stage: Stage, steps: Steps) -> None:
    (step,) = await steps.of_workflow(1)
    ran = await stage.post("/interactions/bulk/complete", {"ids": [step["id"]], "outcome": "success"})
    await undo(stage, ran)
    following = await stage.get(f"/interactions/customers/{step['customer_id']}/next")
    assert following["id"] == step["id"]
