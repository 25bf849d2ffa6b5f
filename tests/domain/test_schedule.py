"""The dates of a step, rule by rule."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from onward.domain import schedule
from onward.domain.errors import Invalid
from onward.domain.records import TenantSettings, WorkCalendar
from onward.domain.schedule import Frame, Moment, Planned

from .cast import NOW, at, nora, step

BERLIN = "Europe/Berlin"
TOKYO = "Asia/Tokyo"
NEW_YORK = "America/New_York"


def plan(
    anchor: str = "2026-01-21 10:00",
    *,
    now: str | None = None,
    zone: str = "UTC",
    tenant: dict[str, Any] | None = None,
    is_first: bool = False,
    all_day: bool = False,
    **fields: Any,
) -> Planned:
    settings = TenantSettings(**{"zone": zone, **(tenant or {})})
    frame = Frame(at(now or anchor), zone, settings)
    return schedule.plan_step(step(**fields), Moment(at(anchor), all_day), frame, is_first=is_first)


def scheduled(*args: Any, **fields: Any) -> datetime:
    return plan(*args, **fields).scheduled.at


def due(*args: Any, **fields: Any) -> datetime:
    return plan(*args, **fields).due.at


# Rule 1: the days


def test_days_are_added_to_the_anchor() -> None:
    planned = plan(scheduled_offset_days=3, due_offset_days=2)
    assert planned.scheduled == Moment(at("2026-01-24 10:00"), all_day=False)
    assert planned.due == Moment(at("2026-01-26 10:00"), all_day=True)


def test_days_are_local_days_over_a_clock_change() -> None:
    # 28 March 10:00 in Berlin is 09:00 UTC; after the change it is 08:00 UTC.
    assert scheduled("2026-03-28 09:00", zone=BERLIN, scheduled_offset_days=1) == at("2026-03-29 08:00")


def test_no_days_keep_the_very_instant_even_in_a_doubled_hour() -> None:
    second_half_past_two = "2026-10-25 01:30"
    planned = plan(second_half_past_two, zone=BERLIN, is_first=True)
    assert planned.scheduled.at == planned.due.at == at(second_half_past_two)


def test_a_missing_hour_moves_forward() -> None:
    assert scheduled("2026-03-28 01:30", zone=BERLIN, scheduled_offset_days=1) == at("2026-03-29 01:30")


def test_business_days() -> None:
    friday = "2026-01-23 10:00"
    planned = plan(friday, scheduled_offset_days=1, due_offset_days=5, day_unit="business")
    assert planned.scheduled.at == at("2026-01-26 10:00")
    assert planned.due.at == at("2026-02-02 10:00")


def test_business_days_are_those_of_the_tenants_calendar() -> None:
    # Friday 19:00 in New York is Saturday 09:00 in Tokyo: the tenant in New York still works on that day.
    friday_evening = "2026-01-24 00:00"
    planned = plan(friday_evening, zone=TOKYO, tenant={"zone": NEW_YORK}, scheduled_offset_days=1, day_unit="business")
    assert planned.scheduled.at == at("2026-01-27 00:00")


# Rule 2: the weekday


@pytest.mark.parametrize(
    ("weekday", "expected"),
    [("wednesday", "2026-01-21 10:00"), ("thursday", "2026-01-22 10:00"), ("tuesday", "2026-01-27 10:00")],
)
def test_a_named_weekday_is_the_first_on_or_after(weekday: str, expected: str) -> None:
    assert scheduled(scheduled_weekday=weekday) == at(expected)


def test_the_weekday_counts_from_the_offset() -> None:
    assert scheduled(scheduled_offset_days=6, scheduled_weekday="monday") == at("2026-02-02 10:00")


def test_the_weekday_is_the_customers() -> None:
    # Sunday 20:00 UTC is Monday 05:00 in Tokyo.
    assert scheduled("2026-01-25 20:00", zone=TOKYO, scheduled_weekday="monday") == at("2026-01-25 20:00")


# Rule 3: the time of day


def test_at_time_is_local() -> None:
    assert scheduled(zone=BERLIN, scheduled_offset_days=1, at_time="09:15") == at("2026-01-22 08:15")


def test_without_at_time_the_anchors_time_stays() -> None:
    assert scheduled("2026-01-21 10:17:23", scheduled_offset_days=1) == at("2026-01-22 10:17:23")


# Rule 4: days off


@pytest.mark.parametrize(
    ("rule", "expected"), [("keep", "2026-01-24"), ("forward", "2026-01-26"), ("backward", "2026-01-23")]
)
def test_the_roll_rule(rule: str, expected: str) -> None:
    planned = plan(tenant={"roll_rule": rule}, scheduled_offset_days=3)
    assert planned.scheduled.at.date() == date.fromisoformat(expected)


def test_a_holiday_is_a_day_off() -> None:
    tenant = {"roll_rule": "forward", "calendar": WorkCalendar(holiday_country="DE")}
    assert scheduled("2026-12-24 10:00", tenant=tenant, scheduled_offset_days=1) == at("2026-12-28 10:00")


def test_the_day_off_is_the_tenants() -> None:
    # Sunday 20:00 in New York is Monday 10:00 in Tokyo, where the customer lives.
    tenant = {"zone": NEW_YORK, "roll_rule": "forward"}
    assert scheduled("2026-01-26 01:00", zone=TOKYO, tenant=tenant) == at("2026-01-27 01:00")


def test_a_calendar_without_working_days_keeps_the_day() -> None:
    tenant = {"roll_rule": "forward", "calendar": WorkCalendar(weekdays=())}
    assert scheduled(tenant=tenant, scheduled_offset_days=3) == at("2026-01-24 10:00")


# Rule 5: not before now


def test_a_past_result_becomes_now() -> None:
    planned = plan("2026-01-05 10:00", now="2026-01-21 10:00", scheduled_offset_days=3, due_offset_days=2)
    assert planned.scheduled.at == NOW
    assert planned.due.at == at("2026-01-23 10:00")


def test_a_first_step_may_lie_in_the_past() -> None:
    assert scheduled("2026-01-05 10:00", now="2026-01-21 10:00", is_first=True) == at("2026-01-05 10:00")


@pytest.mark.parametrize(
    ("now", "fields", "tenant", "expected"),
    [
        ("2026-01-21 08:00", {"at_time": "09:00"}, {}, "2026-01-21 09:00"),
        ("2026-01-21 09:00", {"at_time": "09:00"}, {}, "2026-01-21 09:00"),
        ("2026-01-21 10:00", {"at_time": "09:00"}, {}, "2026-01-22 09:00"),
        ("2026-01-23 10:00", {"at_time": "09:00"}, {}, "2026-01-24 09:00"),
        ("2026-01-23 10:00", {"at_time": "09:00"}, {"roll_rule": "forward"}, "2026-01-26 09:00"),
        ("2026-01-23 10:00", {"at_time": "09:00"}, {"roll_rule": "backward"}, "2026-01-26 09:00"),
        ("2026-01-23 10:00", {"at_time": "09:00", "day_unit": "business"}, {}, "2026-01-26 09:00"),
        ("2026-01-21 10:00", {"at_time": "09:00", "scheduled_weekday": "monday"}, {}, "2026-01-26 09:00"),
        ("2026-01-26 10:00", {"at_time": "09:00", "scheduled_weekday": "monday"}, {}, "2026-02-02 09:00"),
        ("2026-01-26 10:00", {"scheduled_weekday": "monday"}, {}, "2026-01-26 10:00"),
        ("2026-01-21 10:00", {"scheduled_weekday": "monday"}, {}, "2026-01-26 07:00"),
        (
            "2026-01-21 10:00",
            {"at_time": "09:00", "scheduled_weekday": "saturday"},
            {"roll_rule": "forward"},
            "2026-01-24 09:00",
        ),
        (
            "2026-01-21 10:00",
            {"at_time": "09:00"},
            {"roll_rule": "forward", "calendar": WorkCalendar(weekdays=())},
            "2026-01-22 09:00",
        ),
    ],
)
def test_a_past_result_waits_for_the_next_permitted_day(
    now: str, fields: dict[str, Any], tenant: dict[str, Any], expected: str
) -> None:
    assert scheduled("2025-12-01 07:00", now=now, tenant=tenant, **fields) == at(expected)


def test_rolling_back_before_now_becomes_now() -> None:
    saturday = "2026-01-24 10:00"
    assert scheduled(saturday, tenant={"roll_rule": "backward"}) == at(saturday)


# Rule 6: due


def test_due_counts_from_the_adjusted_date() -> None:
    planned = plan(tenant={"roll_rule": "forward"}, scheduled_offset_days=3, due_offset_days=1)
    assert planned.due.at == at("2026-01-27 10:00")


def test_due_time_gives_the_hour_and_no_longer_the_whole_day() -> None:
    assert plan(due_offset_days=1, due_time="17:00").due == Moment(at("2026-01-22 17:00"), all_day=False)


def test_due_rolls_too() -> None:
    planned = plan(tenant={"roll_rule": "forward"}, due_offset_days=3)
    assert planned.due.at == at("2026-01-26 10:00")
    assert planned.due_notes == ("moved from Saturday to Monday",)


@pytest.mark.parametrize(
    ("anchor", "tenant", "fields"),
    [
        ("2026-01-21 10:00", {}, {"due_time": "08:00"}),
        ("2026-01-24 10:00", {"roll_rule": "backward"}, {"due_offset_days": 0}),
    ],
)
def test_due_is_never_before_scheduled(anchor: str, tenant: dict[str, Any], fields: dict[str, Any]) -> None:
    planned = plan(anchor, tenant=tenant, **fields)
    assert planned.due.at == planned.scheduled.at


# Bare dates


def test_a_bare_start_date_makes_a_whole_day() -> None:
    planned = plan("2026-01-22 00:00", now="2026-01-21 10:00", is_first=True, all_day=True, due_offset_days=1)
    assert planned == Planned(Moment(at("2026-01-22 00:00"), True), Moment(at("2026-01-23 00:00"), True))


def test_at_time_makes_a_bare_date_an_hour() -> None:
    planned = plan("2026-01-22 00:00", now="2026-01-21 10:00", all_day=True, at_time="09:00")
    assert planned.scheduled == Moment(at("2026-01-22 09:00"), all_day=False)


def test_a_bare_date_is_a_day_of_the_tenant_wherever_the_customer_lives() -> None:
    # 00:00 on Monday in New York is still Sunday in Los Angeles.
    monday = "2026-01-26 05:00"
    fields: dict[str, Any] = {"tenant": {"zone": NEW_YORK}, "zone": "America/Los_Angeles", "all_day": True}
    assert scheduled(monday, scheduled_weekday="monday", **fields) == at(monday)
    assert scheduled(monday, at_time="09:00", **fields) == at("2026-01-26 17:00")


# The frame


@pytest.mark.parametrize(
    ("customers", "expected"), [(None, BERLIN), (TOKYO, TOKYO), ("Mars/Phobos", BERLIN), ("", BERLIN)]
)
def test_dates_are_reckoned_in_the_customers_zone_else_the_tenants(customers: str | None, expected: str) -> None:
    frame = schedule.frame_of(nora(timezone=customers), TenantSettings(zone=BERLIN), NOW)
    assert frame.zone == expected


@pytest.mark.parametrize("unit", ["calendar", "business"])
@pytest.mark.parametrize("field", ["scheduled_offset_days", "due_offset_days"])
@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_dates_past_the_last_year_are_refused(unit: str, field: str, zone: str) -> None:
    offset: dict[str, Any] = {field: 3650}
    with pytest.raises(Invalid, match="9999-12-30"):
        plan("9999-12-01 00:00", **offset, zone=zone, day_unit=unit)


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("fields", [{}, {"scheduled_weekday": "friday"}, {"at_time": "23:59", "due_time": "00:00"}])
def test_the_last_day_never_overflows(zone: str, fields: dict[str, Any]) -> None:
    anchor = schedule.parse_moment("9999-12-30T23:59:59.999999Z", "UTC", "start_date")
    frame = Frame(NOW, zone, TenantSettings(roll_rule="forward", calendar=WorkCalendar(weekdays=(1,))))
    try:
        planned = schedule.plan_step(step(**fields), anchor, frame, is_first=True)
    except Invalid:
        return
    assert planned.due.at - planned.scheduled.at < timedelta(days=8)


def test_the_refusal_of_a_first_step_names_the_start_date() -> None:
    with pytest.raises(Invalid) as refused:
        plan("9999-12-01 00:00", is_first=True, scheduled_offset_days=3650)
    assert refused.value.faults[0].field == "start_date"
