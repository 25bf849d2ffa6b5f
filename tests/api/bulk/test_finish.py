"""Bulk complete, skip and cancel: each as if it were done alone."""

import asyncio
from typing import Any

import pytest

from onward.actions import bulk_finishing
from onward.domain import starts
from tests.api.bulk.conftest import Steps, ids, statuses
from tests.api.looking import events_of, everything, faults
from tests.stage import Stage

ACTS: list[tuple[str, dict[str, Any]]] = [
    ("complete", {"outcome": "success", "outcome_details": "They were keen"}),
    ("complete", {"outcome": "brand_new"}),
    ("complete", {"outcome": "success", "next": {"type": "email", "title": "Ask"}}),
    ("skip", {"reason": "ill"}),
    ("cancel", {"reason": "moved"}),
    ("cancel", {"then": "advance"}),
]
OF_ITS_OWN = {"id", "customer_id", "workflow_id", "previous_interaction_id", "next_interaction_id", "interaction_id"}


def without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_ids(inner) for key, inner in value.items() if key not in OF_ITS_OWN}
    return value


async def looked_at(stage: Stage, interaction: Any) -> Any:
    """Everything that an act left of one customer, but for ids."""
    customer = interaction["customer_id"]
    page = await stage.get("/interactions", customer_id=customer, sort="created_at")
    workflows = await stage.rows("SELECT to_jsonb(w)::text FROM workflows w WHERE customer_id = $1", customer)
    events = [await events_of(stage, each["id"]) for each in page["data"]]
    told = [
        [(event["kind"], without_ids(event["old"]), without_ids(event["new"])) for event in of_one] for of_one in events
    ]
    return [without_ids(each) for each in page["data"]], told, len(workflows)


@pytest.mark.parametrize(("verb", "body"), ACTS)
async def test_it_does_what_the_single_verb_does(stage: Stage, steps: Steps, verb: str, body: dict[str, Any]) -> None:
    alone, *together = await steps.of_workflow(3, scheduled_offset_days=2)
    single = await stage.post(f"/interactions/{alone['id']}/{verb}", body)
    ran = await stage.post(f"/interactions/bulk/{verb}", {"ids": ids(together), **body})

    assert (ran["done"], ran["unchanged"], ran["failed"], ran["job"]["status"]) == (2, 0, 0, "done")
    for number, item in enumerate(ran["data"]):
        assert (item["number"], item["interaction_id"]) == (number, together[number]["id"])
        assert item["next_step"] == single["next_step"]
        assert item["next_interaction"]["scheduled_at"] == single["next_interaction"]["scheduled_at"]
        assert item["interaction"]["status"] == single["interaction"]["status"]
    assert await looked_at(stage, together[0]) == await looked_at(stage, alone)


async def test_what_is_decided_while_others_are_written_is_the_same(
    stage: Stage, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone, *together = await steps.of_workflow(6, scheduled_offset_days=2)
    await stage.post(f"/interactions/{together[2]['id']}/cancel")
    await stage.post(f"/interactions/{alone['id']}/complete", {"outcome": "success"})
    monkeypatch.setattr(bulk_finishing, "_PORTION", 2)
    ran = await stage.post("/interactions/bulk/complete", {"ids": ids(together), "outcome": "success"})
    assert statuses(ran["data"]) == ["done", "done", "failed", "done", "done"]
    assert [item["interaction_id"] for item in ran["data"]] == ids(together)
    expected = await looked_at(stage, alone)
    for each in (together[1], together[3], together[4]):
        assert await looked_at(stage, each) == expected


async def test_one_that_the_database_refuses_stops_no_other_portion(
    stage: Stage, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The template runs for the third customer already, which only the database knows."""
    first, second, third, fourth = await steps.by_hand(4)
    template = await stage.template({}, {})
    monkeypatch.setattr(bulk_finishing, "_PORTION", 2)
    monkeypatch.setattr(starts, "why_not_candidate", lambda *_: None)
    running = {"customer_id": third["customer_id"], "template_id": template["id"]}
    await stage.post("/interactions/workflow/start", running, 201)
    body = {"ids": ids([first, second, third, fourth]), "outcome": "success", "next": {"template_id": template["id"]}}
    ran = await stage.post("/interactions/bulk/complete", body)
    assert statuses(ran["data"]) == ["done", "done", "failed", "done"]


async def test_a_repeat_changes_nothing(stage: Stage, steps: Steps) -> None:
    body = {"ids": ids(await steps.of_workflow(2)), "outcome": "success"}
    first = await stage.post("/interactions/bulk/complete", body)
    before = await everything(stage, but=frozenset({"jobs", "job_items", "audit_log"}))
    again = await stage.post("/interactions/bulk/complete", body)
    assert statuses(again["data"]) == ["unchanged"] * 2
    for one, other in zip(first["data"], again["data"], strict=True):
        assert (one["next_step"], one["next_interaction"]) == (other["next_step"], other["next_interaction"])
    assert await everything(stage, but=frozenset({"jobs", "job_items", "audit_log"})) == before


async def test_each_item_is_told_why_it_failed(stage: Stage, steps: Steps) -> None:
    done, open_one, cancelled = await steps.by_hand(3)
    await stage.post(f"/interactions/{done['id']}/complete", {"outcome": "failed"})
    await stage.post(f"/interactions/{cancelled['id']}/cancel")
    unknown = "0190a000-0000-7000-8000-00000000dead"
    ran = await stage.post(
        "/interactions/bulk/complete",
        {"ids": [done["id"], unknown, open_one["id"], cancelled["id"]], "outcome": "success"},
    )
    told = [(item["status"], item["code"]) for item in ran["data"]]
    assert told == [("failed", "conflict"), ("failed", "not-found"), ("done", None), ("failed", "conflict")]
    assert ran["data"][1]["why"] == "There is no interaction with this id."


async def test_items_of_one_customer_are_done_in_working_order(stage: Stage) -> None:
    """The first finds the second still planned; the second finds nothing, and so gets a next step."""
    await stage.no_default_template()
    customer = await stage.customer()
    later = await stage.interaction(customer["id"], scheduled_at="2026-01-22")
    sooner = await stage.interaction(customer["id"], scheduled_at="2026-01-21")
    ran = await stage.post("/interactions/bulk/complete", {"ids": [later["id"], sooner["id"]], "outcome": "success"})
    by_id = {item["interaction_id"]: item for item in ran["data"]}
    assert by_id[sooner["id"]]["next_step"]["reason"] == "already_planned"
    assert by_id[sooner["id"]]["next_interaction"]["id"] == later["id"]
    assert by_id[later["id"]]["next_step"]["reason"] == "default_follow_up"
    assert len((await stage.get(f"/interactions/customers/{customer['id']}/pending"))["data"]) == 1


async def test_a_filter_finds_what_is_open_now_and_never_a_successor(stage: Stage, steps: Steps) -> None:
    chosen = await steps.of_workflow(3)
    await steps.by_hand(1, type="email")
    ran = await stage.post("/interactions/bulk/complete", {"filter": {"type": ["phone_call"]}, "outcome": "success"})
    assert {item["interaction_id"] for item in ran["data"]} == set(ids(chosen))
    assert len((await stage.get("/interactions", status="pending", type="phone_call"))["data"]) == 3


async def test_all_or_nothing(stage: Stage, steps: Steps) -> None:
    first, second, done = await steps.by_hand(3)
    await stage.post(f"/interactions/{done['id']}/skip")
    before = await everything(stage)
    body = {"ids": ids([first, done, second]), "outcome": "success", "atomic": True}
    refused = await stage.post("/interactions/bulk/complete", body, 409)
    assert (refused["type"], faults(refused)) == ("/problems/not-all", ["items[1]"])
    assert await everything(stage) == before
    ran = await stage.post("/interactions/bulk/complete", {**body, "ids": ids([first, second])})
    assert ran["done"] == 2


async def test_a_dry_run_tells_the_same_and_leaves_nothing(stage: Stage, steps: Steps) -> None:
    chosen = await steps.of_workflow(2, scheduled_offset_days=3)
    before = await everything(stage, but=frozenset({"audit_log"}))
    body = {"ids": ids(chosen), "outcome": "success"}
    tried = await stage.post("/interactions/bulk/complete", {**body, "dry_run": True})
    assert (tried["job"], tried["dry_run"], tried["done"]) == (None, True, 2)
    assert await everything(stage, but=frozenset({"audit_log"})) == before
    ran = await stage.post("/interactions/bulk/complete", body)
    for expected, item in zip(tried["data"], ran["data"], strict=True):
        assert expected["next_interaction"].pop("id") is None
        assert item["next_interaction"].pop("id")
        assert expected == item


async def test_two_at_once_over_the_same_items(stage: Stage, steps: Steps) -> None:
    body = {"ids": ids(await steps.of_workflow(6)), "outcome": "success"}
    answers = await asyncio.gather(*(stage.post("/interactions/bulk/complete", body) for _ in range(4)))
    assert sorted(answer["done"] for answer in answers) == [0, 0, 0, 6]
    named = [[item["next_interaction"]["id"] for item in answer["data"]] for answer in answers]
    assert all(each == named[0] for each in named)
    twice = await stage.rows(
        "SELECT previous_interaction_id FROM interactions WHERE previous_interaction_id IS NOT NULL "
        "GROUP BY 1 HAVING count(*) > 1"
    )
    assert twice == []


async def test_a_bulk_act_and_a_single_one_at_once(stage: Stage, steps: Steps) -> None:
    chosen = await steps.of_workflow(5)
    together = stage.post("/interactions/bulk/complete", {"ids": ids(chosen), "outcome": "success"})
    alone = [stage.post(f"/interactions/{each['id']}/complete", {"outcome": "success"}) for each in reversed(chosen)]
    ran, *singles = await asyncio.gather(together, *alone)
    assert ran["failed"] == 0
    for item, single in zip(reversed(ran["data"]), singles, strict=True):
        assert item["next_interaction"]["id"] == single["next_interaction"]["id"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"outcome": "skipped"}, "outcome"),
        ({"outcome": "Not A Key"}, "outcome"),
        ({"outcome": "success", "completed_at": "2027-01-01"}, "completed_at"),
        ({"outcome": "success", "filter": {}}, "ids"),
        ({"outcome": "success", "surprise": 1}, "surprise"),
    ],
)
async def test_what_is_wrong_for_all_is_refused(stage: Stage, steps: Steps, body: dict[str, Any], field: str) -> None:
    refused = await stage.post("/interactions/bulk/complete", {"ids": ids(await steps.by_hand(1)), **body}, 422)
    assert faults(refused)[0] == field


async def test_neither_ids_nor_a_filter_is_refused(stage: Stage) -> None:
    assert faults(await stage.post("/interactions/bulk/skip", {}, 422)) == ["ids", "filter"]


async def test_an_id_comes_once(stage: Stage, steps: Steps) -> None:
    first, second = ids(await steps.by_hand(2))
    refused = await stage.post("/interactions/bulk/skip", {"ids": [first, second, first]}, 422)
    assert faults(refused) == ["ids[2]"]


async def test_an_idempotency_key_answers_the_same_again(stage: Stage, steps: Steps) -> None:
    body = {"ids": ids(await steps.of_workflow(2)), "outcome": "success"}
    first = await stage.post("/interactions/bulk/complete", body, **{"Idempotency-Key": "bulk-1"})
    assert await stage.post("/interactions/bulk/complete", body, **{"Idempotency-Key": "bulk-1"}) == first


async def test_a_rep_may_not(stage: Stage, steps: Steps) -> None:
    chosen = ids(await steps.by_hand(1))
    async with stage.client(Authorization=f"Bearer {await stage.key('rep')}") as rep:
        refused = await rep.post("/v1/interactions/bulk/skip", json={"ids": chosen})
    assert refused.status_code == 403
