"""Rescheduling: what moves along, what is kept of the first plan, and whole days that stay whole days."""

from typing import Any

import pytest

from onward.domain.records import TenantSettings
from tests.api.looking import everything, faults, together
from tests.stage import Stage


async def planned(stage: Stage, scheduled: str | None, due: str | None, **customer: Any) -> Any:
    made = await stage.customer(**customer)
    return await stage.interaction(made["id"], scheduled_at=scheduled, due_at=due)


async def reschedule(stage: Stage, step: Any, expect: int = 200, /, **body: Any) -> Any:
    return await stage.post(f"/interactions/{step['id']}/reschedule", body, expect)


async def test_the_first_plan_is_kept_and_moves_are_counted(stage: Stage) -> None:
    call = await planned(stage, "2026-01-22 10:00", "2026-01-23 17:00")
    await reschedule(stage, call, by_days=1)
    moved = await reschedule(stage, call, by_days=7)
    assert (moved["scheduled_at"], moved["due_at"]) == ("2026-01-30T10:00:00Z", "2026-01-31T17:00:00Z")
    assert (moved["first_scheduled_at"], moved["first_due_at"]) == (call["scheduled_at"], call["due_at"])
    assert (moved["reschedule_count"], moved["version"]) == (2, 3)


async def test_both_may_move_apart(stage: Stage) -> None:
    call = await planned(stage, "2026-01-22 10:00", "2026-01-23 17:00")
    moved = await reschedule(stage, call, scheduled_at="2026-02-01", due_at="2026-02-09 12:00")
    assert (moved["scheduled_at"], moved["scheduled_all_day"]) == ("2026-02-01T00:00:00Z", True)
    assert (moved["due_at"], moved["due_all_day"]) == ("2026-02-09T12:00:00Z", False)


@pytest.mark.parametrize(
    ("body", "scheduled", "due"),
    [
        ({"scheduled_at": "2026-01-24 12:30"}, "2026-01-24T12:30:00Z", "2026-01-25T19:30:00Z"),
        ({"due_at": "2026-01-21 16:00"}, "2026-01-20T09:00:00Z", "2026-01-21T16:00:00Z"),
    ],
)
async def test_moving_one_alone_keeps_the_span(stage: Stage, body: dict[str, str], scheduled: str, due: str) -> None:
    call = await planned(stage, "2026-01-22 10:00", "2026-01-23 17:00")
    moved = await reschedule(stage, call, **body)
    assert (moved["scheduled_at"], moved["due_at"]) == (scheduled, due)


@pytest.mark.parametrize("name", ["scheduled_at", "due_at"])
async def test_a_date_that_there_was_none_of_is_added_and_moves_nothing(stage: Stage, name: str) -> None:
    other = "due_at" if name == "scheduled_at" else "scheduled_at"
    dates = {"scheduled_at": "2026-01-22T10:00:00Z", "due_at": "2026-01-23T17:00:00Z"}
    customer = await stage.customer()
    call = await stage.interaction(customer["id"], **{other: dates[other]})
    moved = await reschedule(stage, call, **{name: dates[name]})
    assert {key: moved[key] for key in dates} == dates
    assert (moved["reschedule_count"], moved[f"first_{other}"], moved[f"first_{name}"]) == (1, dates[other], None)


async def test_the_first_plan_of_one_without_dates_is_what_it_gets_first(stage: Stage) -> None:
    call = await planned(stage, None, None)
    moved = await reschedule(stage, call, scheduled_at="2026-02-02 10:00")
    assert (moved["reschedule_count"], moved["first_scheduled_at"]) == (0, "2026-02-02T10:00:00Z")
    again = await reschedule(stage, call, scheduled_at="2026-02-03 10:00")
    assert (again["reschedule_count"], again["first_scheduled_at"]) == (1, "2026-02-02T10:00:00Z")


async def test_the_next_step_is_another_one_afterwards(stage: Stage) -> None:
    one = await planned(stage, "2026-01-22 10:00", None)
    other = await stage.interaction(one["customer_id"], scheduled_at="2026-01-23 10:00")
    await reschedule(stage, one, by_days=5)
    assert (await stage.get(f"/interactions/customers/{one['customer_id']}/next"))["id"] == other["id"]


class TestAcrossAClockChange:
    """New York's clocks go forward on Sunday 8 March 2026."""

    @pytest.fixture(autouse=True)
    async def in_new_york(self, stage: Stage) -> None:
        await stage.configure(TenantSettings(zone="America/New_York"))

    async def test_days_keep_the_local_time(self, stage: Stage) -> None:
        call = await planned(stage, "2026-03-06 10:00", "2026-03-07")
        moved = await reschedule(stage, call, by_days=3)
        assert (call["scheduled_at"], moved["scheduled_at"]) == ("2026-03-06T15:00:00Z", "2026-03-09T14:00:00Z")
        assert (moved["due_on"], moved["due_at"], moved["due_all_day"]) == ("2026-03-10", "2026-03-10T04:00:00Z", True)
        back = await reschedule(stage, call, by_days=-3)
        assert (back["scheduled_at"], back["due_at"]) == (call["scheduled_at"], call["due_at"])

    async def test_a_whole_day_moves_along_by_whole_days(self, stage: Stage) -> None:
        call = await planned(stage, "2026-03-06 10:00", "2026-03-10")
        moved = await reschedule(stage, call, scheduled_at="2026-03-09 10:00")
        assert (moved["due_on"], moved["due_at"]) == ("2026-03-13", "2026-03-13T04:00:00Z")

    async def test_a_time_moves_along_with_a_whole_day_by_whole_days(self, stage: Stage) -> None:
        call = await planned(stage, "2026-03-06 10:00", "2026-03-07 17:00")
        moved = await reschedule(stage, call, due_at="2026-03-09")
        assert (moved["scheduled_at"], moved["scheduled_on"]) == ("2026-03-08T14:00:00Z", "2026-03-08")

    async def test_a_span_of_hours_stays_one_of_hours(self, stage: Stage) -> None:
        call = await planned(stage, "2026-03-07 10:00", "2026-03-07 12:00")
        moved = await reschedule(stage, call, scheduled_at="2026-03-08 01:30")
        assert (moved["scheduled_at"], moved["due_at"]) == ("2026-03-08T06:30:00Z", "2026-03-08T08:30:00Z")


async def test_a_whole_day_is_a_day_of_the_tenants_calendar_wherever_the_customer_lives(stage: Stage) -> None:
    call = await planned(stage, "2026-03-07", "2026-03-07", timezone="America/New_York")
    moved = await reschedule(stage, call, by_days=3)
    assert (moved["scheduled_at"], moved["scheduled_on"]) == ("2026-03-10T00:00:00Z", "2026-03-10")
    assert (moved["due_at"], moved["due_on"]) == ("2026-03-10T00:00:00Z", "2026-03-10")


async def test_a_time_of_day_is_the_customers(stage: Stage) -> None:
    call = await planned(stage, "2026-03-06T15:00:00Z", None, timezone="America/New_York")
    assert (await reschedule(stage, call, by_days=3))["scheduled_at"] == "2026-03-09T14:00:00Z"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "by_days"),
        ({"by_days": 1, "scheduled_at": "2026-02-01"}, "by_days"),
        ({"by_days": 3651}, "by_days"),
        ({"by_days": 1.5}, "by_days"),
        ({"scheduled_at": "2026-02-01", "due_at": "2026-01-31"}, "due_at"),
        ({"scheduled_at": "tomorrow"}, "scheduled_at"),
        ({"due_at": "10000-01-01"}, "due_at"),
        ({"scheduled_at": "9999-12-30"}, "due_at"),
        ({"due_at": "1900-01-01"}, "scheduled_at"),
    ],
)
async def test_what_is_refused(stage: Stage, body: dict[str, Any], field: str) -> None:
    call = await planned(stage, "2026-01-22 10:00", "2026-01-23 17:00")
    before = await everything(stage)
    assert faults(await reschedule(stage, call, 422, **body)) == [field]
    assert await everything(stage) == before


@pytest.mark.parametrize(("date", "days"), [("9999-12-30", 1), ("1900-01-01", -1), ("1900-01-01", -3650)])
async def test_days_lead_nowhere_out_of_the_calendar(stage: Stage, date: str, days: int) -> None:
    call = await planned(stage, date, None)
    assert faults(await reschedule(stage, call, 422, by_days=days)) == ["by_days"]


async def test_one_without_dates_has_none_to_move(stage: Stage) -> None:
    call = await planned(stage, None, None)
    assert faults(await reschedule(stage, call, 422, by_days=1)) == ["by_days"]


async def test_those_at_once_all_count(stage: Stage) -> None:
    call = await planned(stage, "2026-01-22 10:00", None)
    await together(*(reschedule(stage, call, by_days=1) for _ in range(4)))
    moved = await stage.get(f"/interactions/{call['id']}")
    assert (moved["scheduled_at"], moved["reschedule_count"]) == ("2026-01-26T10:00:00Z", 4)
