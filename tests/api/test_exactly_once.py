"""Exactly once, under any concurrency: one successor for each interaction, and never a customer left without."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import httpx
import pytest

from tests.api.looking import together
from tests.stage import Stage

SUCCESS = {"outcome": "success"}


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


async def pairs(stage: Stage, count: int) -> list[list[dict[str, str]]]:
    """Two open interactions of each of so many customers, copies of one that was made as usual."""
    model = await stage.interaction((await stage.customer())["id"])
    twin = await stage.interaction(model["customer_id"])
    await stage.owner.execute(
        """
        INSERT INTO customers
        SELECT (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid()))).*
        FROM customers c, generate_series(2, $1) WHERE c.id = $2
        """,
        count,
        model["customer_id"],
    )
    await stage.owner.execute(
        """
        INSERT INTO interactions
        SELECT (jsonb_populate_record(i, jsonb_build_object('id', gen_random_uuid(), 'customer_id', c.id))).*
        FROM interactions i, customers c WHERE i.id = ANY($1) AND c.id <> $2
        """,
        [model["id"], twin["id"]],
        model["customer_id"],
    )
    rows = await stage.rows("SELECT array_agg(id) FROM interactions GROUP BY customer_id")
    assert len(rows) == count
    return [[{"id": str(identity)} for identity in row[0]] for row in rows]


RACES = {
    "complete and complete": ("complete", "complete", 300),
    "complete and cancel": ("complete", "cancel", 60),
    "skip and complete": ("skip", "complete", 60),
    "skip and cancel": ("skip", "cancel", 60),
}


@pytest.mark.parametrize("race", RACES)
async def test_the_last_two_items_finished_at_the_same_moment_leave_a_next_step(stage: Stage, race: str) -> None:
    """Two people, one customer, hundreds of times: whoever comes second sees what the first has done."""
    one_verb, other_verb, rounds = RACES[race]
    for number, (one, other) in enumerate(await pairs(stage, rounds)):
        answers = await together(act(stage, one_verb, one), act(stage, other_verb, other))
        assert [answer.status_code for answer in answers] == [200, 200]
        created = sorted(answer.json()["next_step"]["created"] for answer in answers)
        assert created == [False, True], f"round {number}"
    await assert_sound(stage)


async def begun(stage: Stage, **fields: Any) -> Any:
    """The first step of a new customer's run of two steps."""
    template = await stage.template({}, {}, **fields)
    body = {"customer_id": (await stage.customer())["id"], "template_id": template["id"]}
    return await stage.post("/interactions/workflow/start", body, 201)


async def test_closing_a_customer_while_a_step_is_completed_leaves_nothing_planned(stage: Stage) -> None:
    for _ in range(40):
        first = await begun(stage)
        completed, closed = await together(
            act(stage, "complete", first), post(stage, f"/customers/{first['customer_id']}/close")
        )
        assert (completed.status_code in {200, 409}, closed.status_code) == (True, 200)
    planned = await stage.rows("SELECT FROM interactions WHERE status IN ('pending', 'in_progress')")
    running = await stage.rows("SELECT FROM workflows WHERE status = 'active'")
    assert (planned, running) == ([], [])
    await assert_sound(stage)


async def test_completing_a_step_while_what_made_it_is_undone(stage: Stage) -> None:
    """At the same moment whichever comes first is done, and the other one is answered as if it had come later."""
    for number in range(60):
        undo, complete = await of_a_step_and_what_made_it(stage)
        answers = await together(*((undo, complete) if number % 2 else (complete, undo)))
        assert sorted(answer.status_code for answer in answers) in ([200, 404], [200, 409])
    for undone_first, refusal in ((True, 404), (False, 409)):
        undo, complete = await of_a_step_and_what_made_it(stage)
        answers = [await each for each in ((undo, complete) if undone_first else (complete, undo))]
        assert [answer.status_code for answer in answers] == [200, refusal]
    await assert_sound(stage)


async def of_a_step_and_what_made_it(stage: Stage) -> tuple[Any, Any]:
    """The undo of a step's completion, and the completion of what that made; neither is sent yet."""
    first = await begun(stage)
    second = (await act(stage, "complete", first)).json()["next_interaction"]
    return act(stage, "undo", first), act(stage, "complete", second)


async def test_undone_by_many_at_once_it_is_undone_once(stage: Stage) -> None:
    first = await begun(stage)
    await act(stage, "complete", first)
    answers = await together(*(act(stage, "undo", first) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7
    assert [one["id"] for one in (await stage.get("/interactions"))["data"]] == [first["id"]]


async def test_a_customer_reopened_by_many_at_once_gets_one_step(stage: Stage) -> None:
    customer = await stage.customer()
    await stage.post(f"/customers/{customer['id']}/close")
    answers = await together(*(post(stage, f"/customers/{customer['id']}/reopen") for _ in range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert len((await stage.get("/interactions"))["data"]) == 1


async def test_many_acts_on_many_customers_never_wait_for_one_another_in_a_circle(stage: Stage) -> None:
    steps = [await begun(stage) for _ in range(12)]
    for _ in range(4):
        acts: list[Awaitable[httpx.Response]] = []
        for step in steps:
            acts += [act(stage, verb, step) for verb in ("complete", "undo", "skip", "start")]
            acts.append(act(stage, "complete", step, outcome="sent_flowers"))
            acts.append(post(stage, f"/customers/{step['customer_id']}/pause"))
            acts.append(post(stage, f"/customers/{step['customer_id']}/reopen"))
            acts.append(act(stage, "reschedule", step, by_days=1))
        answers = await asyncio.wait_for(together(*acts), timeout=30)
        assert {answer.status_code for answer in answers} <= {200, 409}
    await assert_sound(stage)
