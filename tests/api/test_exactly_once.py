"""Exactly once, under any concurrency: one successor for each interaction, and never a customer left without."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from tests.api.looking import together
from tests.stage import Stage

SUCCESS = {"outcome": "success"}
Act = Callable[[Stage, Any, Any], Awaitable[httpx.Response]]


def post(stage: Stage, path: str, body: dict[str, Any] | None = None, **headers: str) -> Awaitable[httpx.Response]:
    return stage.http.post(f"/v1{path}", json=body or {}, headers=headers)


def act(stage: Stage, verb: str, step: Any, **body: Any) -> Awaitable[httpx.Response]:
    return post(stage, f"/interactions/{step['id']}/{verb}", {**(SUCCESS if verb == "complete" else {}), **body})


async def uncovered(stage: Stage) -> list[str]:
    """Active customers without an open interaction."""
    rows = await stage.rows(
        "SELECT c.id FROM customers c WHERE c.status = 'active' AND NOT EXISTS (SELECT FROM interactions i "
        "WHERE i.tenant_id = c.tenant_id AND i.customer_id = c.id AND i.status IN ('pending', 'in_progress'))"
    )
    return [str(row[0]) for row in rows]


async def assert_sound(stage: Stage) -> None:
    """Links agree both ways, nobody has two successors, every run has its open step, all active ones are covered."""
    one_way = await stage.rows(
        "SELECT FROM interactions a LEFT JOIN interactions b ON b.tenant_id = a.tenant_id "
        "AND b.id = a.next_interaction_id WHERE a.next_interaction_id IS NOT NULL "
        "AND b.previous_interaction_id IS DISTINCT FROM a.id"
    )
    doubled = await stage.rows(
        "SELECT FROM interactions WHERE previous_interaction_id IS NOT NULL "
        "GROUP BY previous_interaction_id HAVING count(*) > 1"
    )
    stranded = await stage.rows(
        "SELECT FROM workflows w WHERE w.status = 'active' AND NOT EXISTS (SELECT FROM interactions i "
        "WHERE i.workflow_id = w.id AND i.status IN ('pending', 'in_progress'))"
    )
    assert (one_way, doubled, stranded, await uncovered(stage)) == ([], [], [], [])


async def test_twenty_callers_get_one_successor_and_equal_answers(stage: Stage) -> None:
    call = await stage.interaction((await stage.customer())["id"])
    answers = await together(*(act(stage, "complete", call) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert len((await stage.get("/interactions"))["data"]) == 2
    await assert_sound(stage)


async def test_of_twenty_callers_who_disagree_one_is_right(stage: Stage) -> None:
    call = await stage.interaction((await stage.customer())["id"])
    outcomes = ["success", "failed"] * 5
    answers = await together(
        *(act(stage, "complete", call, outcome=outcome) for outcome in outcomes),
        *(act(stage, verb, call) for verb in ["skip", "cancel"] * 5),
    )
    statuses = [answer.status_code for answer in answers]
    assert set(statuses) == {200, 409}
    assert statuses.count(200) == 5
    assert len({answer.content for answer in answers if answer.status_code == 200}) == 1
    assert len((await stage.get("/interactions"))["data"]) == 2


async def test_a_workflow_advances_once(stage: Stage) -> None:
    customer = await stage.customer()
    template = await stage.template({"branches": [{"outcomes": ["failed"], "next_step": 1, "max_times": 9}]}, {}, {})
    body = {"customer_id": customer["id"], "template_id": template["id"]}
    first = await stage.post("/interactions/workflow/start", body, 201)
    await together(*(act(stage, "complete", first, outcome="failed") for _ in range(10)))
    (row,) = await stage.rows("SELECT step_number, version, branch_counts->>'1:0' FROM workflows")
    assert tuple(row) == (1, 2, "1")


async def test_a_template_is_started_once_for_a_customer(stage: Stage) -> None:
    customer = await stage.customer()
    template = await stage.template({})
    body = {"customer_id": customer["id"], "template_id": template["id"]}
    answers = await together(*(post(stage, "/interactions/workflow/start", body) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    await assert_sound(stage)


RACES: dict[str, tuple[tuple[str, dict[str, Any]], tuple[str, dict[str, Any]]]] = {
    "complete and complete": (("complete", {}), ("complete", {})),
    "complete and cancel": (("complete", {}), ("cancel", {})),
    "skip and complete": (("skip", {}), ("complete", {})),
    "skip and cancel": (("skip", {}), ("cancel", {})),
}


@pytest.mark.parametrize(("race", "rounds"), [(race, 60 if race != "complete and complete" else 300) for race in RACES])
async def test_the_last_two_items_finished_at_the_same_moment_leave_a_next_step(
    stage: Stage, race: str, rounds: int
) -> None:
    """Two people, one customer, hundreds of times: whoever comes second sees what the first has done."""
    customer = await stage.customer()
    for number in range(rounds):
        pair = [await stage.interaction(customer["id"]) for _ in range(2)]
        await stage.owner.execute(
            "UPDATE interactions SET status = 'skipped', closed_at = created_at WHERE id <> ALL($1)",
            [one["id"] for one in pair],
        )
        await stage.owner.execute(
            "UPDATE workflows SET status = 'exited', ended_at = started_at WHERE ended_at IS NULL"
        )
        answers = await together(
            *(act(stage, verb, one, **body) for one, (verb, body) in zip(pair, RACES[race], strict=True))
        )
        assert [answer.status_code for answer in answers] == [200, 200]
        assert await uncovered(stage) == [], f"round {number}"
        created = [answer.json()["next_step"]["created"] for answer in answers]
        assert sorted(created) == [False, True], f"round {number}"
    await assert_sound(stage)
