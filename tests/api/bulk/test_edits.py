"""Bulk create, reschedule, spread and assign."""

import asyncio
from typing import Any

import pytest

from onward.domain.records import TenantSettings, WorkCalendar
from tests.api.bulk.conftest import Runner, Steps, ids, statuses
from tests.api.looking import ben, events_of, everything, faults
from tests.stage import ADA, Stage

UNMOVED = frozenset({"jobs", "job_items", "audit_log"})


def planned(items: list[Any]) -> list[str]:
    return [item["interaction"]["scheduled_at"] for item in items]


async def test_many_are_created(stage: Stage) -> None:
    first, second = await stage.customer(), await stage.customer()
    plans = [
        {"customer_id": second["id"], "type": "email", "title": "Write", "due_at": "2026-02-01", "priority": "high"},
        {"customer_id": first["id"], "type": "demo", "title": "Show", "scheduled_at": "2026-01-30T10:00"},
    ]
    ran = await stage.post("/interactions/bulk/create", {"interactions": plans})
    assert (ran["done"], ran["job"]["kind"]) == (2, "bulk_create")
    for plan, item in zip(plans, ran["data"], strict=True):
        made = await stage.get(f"/interactions/{item['interaction_id']}")
        assert (made["customer_id"], made["title"], made["origin"]) == (plan["customer_id"], plan["title"], "manual")
        assert [event["kind"] for event in await events_of(stage, made["id"])] == ["interaction.created"]
    assert len((await stage.get("/interactions", q="show"))["data"]) == 1, "it is found by its title"


async def test_each_plan_is_judged_by_itself(stage: Stage) -> None:
    customer = await stage.customer()
    plan = {"customer_id": customer["id"], "type": "email", "title": "Write"}
    unknown = "0190a000-0000-7000-8000-00000000dead"
    plans = [
        {**plan, "assignee_id": unknown},
        plan,
        {**plan, "customer_id": unknown},
        {**plan, "scheduled_at": "2026-02-02", "due_at": "2026-02-01"},
        {**plan, "campaign_id": unknown},
    ]
    ran = await stage.post("/interactions/bulk/create", {"interactions": plans})
    assert statuses(ran["data"]) == ["failed", "done", "failed", "failed", "failed"]
    assert [item["code"] for item in ran["data"] if item["code"]] == ["invalid"] * 4
    before = await everything(stage)
    refused = await stage.post("/interactions/bulk/create", {"interactions": plans, "atomic": True}, 409)
    assert faults(refused) == ["items[0]", "items[2]", "items[3]", "items[4]"]
    assert await everything(stage) == before


async def test_a_field_that_is_wrong_is_named_with_its_place(stage: Stage) -> None:
    customer = await stage.customer()
    plan = {"customer_id": customer["id"], "type": "email", "title": "Write"}
    body = {"interactions": [plan, {**plan, "due_at": "soon"}]}
    assert faults(await stage.post("/interactions/bulk/create", body, 422)) == ["interactions[1].due_at"]


async def test_creating_as_a_job(stage: Stage, runner: Runner, small_limits: None) -> None:
    customer = await stage.customer()
    plan = {"customer_id": customer["id"], "type": "email", "title": "Write", "metadata": {"a": [1]}}
    ran = await stage.post("/interactions/bulk/create", {"interactions": [plan] * 5}, 202)
    await runner.run()
    items = (await stage.get(f"/jobs/{ran['job']['id']}/items"))["data"]
    assert statuses(items) == ["done"] * 5
    page = await stage.get("/interactions", customer_id=customer["id"])
    assert {each["id"] for each in page["data"]} == {item["interaction_id"] for item in items}
    kept = await stage.rows("SELECT wanted FROM job_items WHERE wanted IS NOT NULL")
    assert kept == [], "what was wanted is not kept twice"


async def test_a_dry_creation_makes_nothing(stage: Stage) -> None:
    customer = await stage.customer()
    before = await everything(stage, but=UNMOVED)
    plan = {"customer_id": customer["id"], "type": "email", "title": "Write"}
    tried = await stage.post("/interactions/bulk/create", {"interactions": [plan], "dry_run": True})
    assert (tried["data"][0]["interaction_id"], tried["data"][0]["interaction"]["id"]) == (None, None)
    assert await everything(stage, but=UNMOVED) == before


async def test_many_move_to_a_date(stage: Stage, steps: Steps) -> None:
    chosen = await steps.by_hand(2, scheduled_at="2026-01-22T10:00", due_at="2026-01-23T10:00")
    ran = await stage.post("/interactions/bulk/reschedule", {"ids": ids(chosen), "scheduled_at": "2026-02-02T09:00"})
    assert planned(ran["data"]) == ["2026-02-02T09:00:00Z"] * 2
    moved = await stage.get(f"/interactions/{chosen[0]['id']}")
    assert (moved["due_at"], moved["reschedule_count"]) == ("2026-02-03T09:00:00Z", 1)
    assert moved["first_scheduled_at"] == "2026-01-22T10:00:00Z"
    again = await stage.post("/interactions/bulk/reschedule", {"ids": ids(chosen), "scheduled_at": "2026-02-02T09:00"})
    assert statuses(again["data"]) == ["unchanged"] * 2


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"by_days": 3}, "2026-01-24T10:00:00Z"),
        ({"by_days": -1}, "2026-01-20T10:00:00Z"),
        ({"by_days": 3, "day_unit": "business"}, "2026-01-26T10:00:00Z"),
        ({"by_days": -3, "day_unit": "business"}, "2026-01-16T10:00:00Z"),
    ],
)
async def test_many_move_by_days(stage: Stage, steps: Steps, body: dict[str, Any], expected: str) -> None:
    """From a Wednesday."""
    chosen = await steps.by_hand(1, scheduled_at="2026-01-21T10:00")
    ran = await stage.post("/interactions/bulk/reschedule", {"ids": ids(chosen), **body})
    assert planned(ran["data"]) == [expected]


async def test_what_has_no_date_or_is_final_is_told(stage: Stage, steps: Steps) -> None:
    dateless, done = await steps.by_hand(2)
    await stage.post(f"/interactions/{done['id']}/skip")
    ran = await stage.post("/interactions/bulk/reschedule", {"ids": ids([dateless, done]), "by_days": 1})
    assert [(item["status"], item["code"]) for item in ran["data"]] == [("failed", "invalid"), ("failed", "conflict")]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "by_days"),
        ({"by_days": 1, "scheduled_at": "2026-01-30"}, "by_days"),
        ({"scheduled_at": "2026-01-30", "day_unit": "business"}, "day_unit"),
        ({"spread": {}}, "spread.days"),
        ({"spread": {"days": 2, "until": "2026-01-30"}}, "spread.days"),
        ({"spread": {"until": "2026-01-20"}}, "spread.until"),
        ({"spread": {"starts_on": "2026-01-24", "until": "2026-01-25"}}, "spread.until"),
        ({"spread": {"until": "2028-01-20"}}, "spread.until"),
        ({"spread": {"starts_on": "9999-01-01", "days": 5}}, "spread.starts_on"),
    ],
)
async def test_a_move_that_makes_no_sense_is_refused(
    stage: Stage, steps: Steps, body: dict[str, Any], field: str
) -> None:
    asked = {"ids": ids(await steps.by_hand(1)), **body}
    assert faults(await stage.post("/interactions/bulk/reschedule", asked, 422))[0] == field


async def test_work_is_spread_over_working_days(stage: Stage, steps: Steps) -> None:
    """Wednesday to Tuesday: five working days, of which the second already has one."""
    await steps.by_hand(1, scheduled_at="2026-01-22T15:00", type="email")
    chosen = await steps.by_hand(6, scheduled_at="2026-01-05T10:00", due_at="2026-01-05T12:00")
    body = {"ids": ids(chosen), "spread": {"days": 5}}
    ran = await stage.post("/interactions/bulk/reschedule", body)
    assert [day[:10] for day in planned(ran["data"])] == [
        "2026-01-21",
        "2026-01-23",
        "2026-01-26",
        "2026-01-27",
        "2026-01-21",
        "2026-01-22",
    ]
    assert {day[10:] for day in planned(ran["data"])} == {"T10:00:00Z"}, "the time of day stays"
    assert ran["data"][0]["interaction"]["due_at"] == "2026-01-21T12:00:00Z", "and so does the span"
    assert [(each["day"], each["before"], each["after"]) for each in ran["load"]] == [
        ("2026-01-21", 0, 2),
        ("2026-01-22", 1, 2),
        ("2026-01-23", 0, 1),
        ("2026-01-26", 0, 1),
        ("2026-01-27", 0, 1),
    ]


async def test_a_daily_cap_is_each_assignees_own(stage: Stage, steps: Steps) -> None:
    rep = await ben(stage)
    hers = await steps.by_hand(3, scheduled_at="2026-01-05", assignee_id=str(ADA))
    his = await steps.by_hand(2, scheduled_at="2026-01-05", assignee_id=rep)
    body = {"ids": ids(hers + his), "spread": {"days": 2, "per_day": 1}}
    tried = await stage.post("/interactions/bulk/reschedule", {**body, "dry_run": True})
    ran = await stage.post("/interactions/bulk/reschedule", body)
    assert statuses(ran["data"]) == statuses(tried["data"]) == ["done", "done", "failed", "done", "done"]
    assert "room" in ran["data"][2]["why"]
    assert all(each["after"] == 1 for each in ran["load"])
    assert {each["assignee_id"] for each in ran["load"]} == {str(ADA), rep}


async def test_the_tenants_calendar_says_what_a_working_day_is(stage: Stage, steps: Steps) -> None:
    await stage.configure(TenantSettings(calendar=WorkCalendar(weekdays=(6,))))
    stage.clock.advance(seconds=1)
    chosen = await steps.by_hand(2, due_at="2026-01-05")
    ran = await stage.post("/interactions/bulk/reschedule", {"ids": ids(chosen), "spread": {"days": 2}})
    assert {item["interaction"]["due_on"] for item in ran["data"]} <= {"2026-01-24", "2026-01-31"}


async def test_spreading_as_a_job_keeps_the_days_of_the_beginning(
    stage: Stage, steps: Steps, runner: Runner, small_limits: None
) -> None:
    chosen = await steps.by_hand(5, scheduled_at="2026-01-05T10:00")
    ran = await stage.post("/interactions/bulk/reschedule", {"ids": ids(chosen), "spread": {"days": 5}}, 202)
    stage.clock.advance(days=3)
    await runner.run()
    items = (await stage.get(f"/jobs/{ran['job']['id']}/items"))["data"]
    assert [day[8:10] for day in planned(items)] == ["21", "22", "23", "26", "27"]


async def test_many_are_assigned(stage: Stage, steps: Steps) -> None:
    rep = await ben(stage)
    chosen = await steps.by_hand(3)
    ran = await stage.post("/interactions/bulk/assign", {"ids": ids(chosen), "assignee_id": rep})
    assert [item["interaction"]["assignee_id"] for item in ran["data"]] == [rep] * 3
    turns = {"ids": ids(chosen), "assignee_ids": [str(ADA), rep]}
    ran = await stage.post("/interactions/bulk/assign", turns)
    assert [item["interaction"]["assignee_id"] for item in ran["data"]] == [str(ADA), rep, str(ADA)]
    assert statuses(ran["data"]) == ["done", "unchanged", "done"]
    ran = await stage.post("/interactions/bulk/assign", {"ids": ids(chosen), "assignee_id": None})
    assert [item["interaction"]["assignee_id"] for item in ran["data"]] == [None] * 3


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "assignee_id"),
        ({"assignee_id": None, "assignee_ids": [str(ADA)]}, "assignee_id"),
        ({"assignee_id": "0190a000-0000-7000-8000-00000000dead"}, "assignee_id"),
    ],
)
async def test_an_assignment_that_makes_no_sense_is_refused(
    stage: Stage, steps: Steps, body: dict[str, Any], field: str
) -> None:
    asked = {"ids": ids(await steps.by_hand(1)), **body}
    assert faults(await stage.post("/interactions/bulk/assign", asked, 422))[0] == field


async def test_who_leaves_before_the_job_is_given_nothing(
    stage: Stage, steps: Steps, runner: Runner, small_limits: None
) -> None:
    rep = await ben(stage)
    chosen = await steps.by_hand(5)
    ran = await stage.post("/interactions/bulk/assign", {"ids": ids(chosen), "assignee_ids": [str(ADA), rep]}, 202)
    await stage.post(f"/members/{rep}/deactivate", {"hand_over_to": "nobody"})
    await runner.run()
    items = (await stage.get(f"/jobs/{ran['job']['id']}/items"))["data"]
    assert statuses(items) == ["done", "failed", "done", "failed", "done"]
    assert (items[1]["code"], items[1]["why"]) == ("conflict", "Whom it should go to has left.")
    assert (await stage.get("/interactions", assignee_id=rep))["data"] == []


async def test_bulk_moves_and_single_moves_at_once(stage: Stage, steps: Steps) -> None:
    chosen = await steps.by_hand(4, scheduled_at="2026-01-21T10:00")
    together = stage.post("/interactions/bulk/reschedule", {"ids": ids(chosen), "by_days": 1})
    alone = [stage.post(f"/interactions/{each['id']}/reschedule", {"by_days": 1}) for each in chosen]
    await asyncio.gather(together, *alone)
    found = (await stage.get("/interactions"))["data"]
    assert {(each["scheduled_on"], each["reschedule_count"]) for each in found} == {("2026-01-23", 2)}
