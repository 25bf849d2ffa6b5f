"""Reading times, zones, and the two instants that overdue depends on."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest

from onward.domain import overdue, schedule
from onward.domain.errors import Invalid

from .cast import NOW, at, interaction

BERLIN = "Europe/Berlin"
NEW_YORK = "America/New_York"


@pytest.mark.parametrize(
    ("text", "expected", "all_day"),
    [
        ("2026-01-22T10:00:00Z", "2026-01-22 10:00", False),
        ("2026-01-22T10:00:00+01:00", "2026-01-22 09:00", False),
        ("2026-01-22T10:00:00.5-0500", "2026-01-22 15:00:00.500", False),
        ("2026-01-22T10:00+02", "2026-01-22 08:00", False),
        ("2026-01-22 10:00:00", "2026-01-22 09:00", False),
        ("2026-01-22 10:00", "2026-01-22 09:00", False),
        ("2026-01-22T10:00", "2026-01-22 09:00", False),
        ("2026-01-22 10:00:00.123456789", "2026-01-22 09:00:00.123456", False),
        ("2026-07-22 10:00", "2026-07-22 08:00", False),
        ("2026-01-22", "2026-01-21 23:00", True),
        ("1900-01-02", "1900-01-01 23:00", True),
        ("9999-12-30", "9999-12-29 23:00", True),
    ],
)
def test_every_accepted_form_is_read(text: str, expected: str, all_day: bool) -> None:
    assert schedule.parse_moment(text, BERLIN, "due_at") == schedule.Moment(at(expected), all_day)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tomorrow",
        "2026-1-2",
        "2026-02-30",
        "2026-13-01",
        "2026-01-22T24:00",
        "2026-01-22T10:60",
        "2026-01-22T10",
        "2026-01-22Z",
        "2026-01-22T10:00:00 01:00",
        "2026-01-22T10:00:00+25:00",
        "20260122",
        "2026-W04-4",
        "10000-01-01",
        "1899-12-31",
        "0000-01-01",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31",
        "9999-12-31T23:59:59-12:00",
        "2026-01-22T10:00:00Z\n",
        " 2026-01-22",
        "２０２６-01-22",
        "2026-01-22\x00",
        "\ud800",
        "9" * 10_000,
    ],
)
def test_anything_else_is_refused_with_the_field_and_what_to_do(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        schedule.parse_moment(text, BERLIN, "due_at")
    [fault] = refused.value.faults
    assert fault.field == "due_at"
    assert "2026-01-22" in fault.message or "9999-12-30" in fault.message


def test_a_time_is_refused_where_its_utc_form_leaves_the_years() -> None:
    with pytest.raises(Invalid, match="9999-12-30"):
        schedule.parse_moment("9999-12-30 20:00", "Pacific/Pago_Pago", "due_at")


@pytest.mark.parametrize("name", ["Europe/Berlin", "UTC", "America/Argentina/Ushuaia", "Etc/GMT+5"])
def test_a_zone_of_the_database_is_known(name: str) -> None:
    assert schedule.is_zone(name)
    assert schedule.zone_of(name).key == name


@pytest.mark.parametrize(
    "name",
    ["", "../../etc/passwd", "/etc/localtime", "Europe", "Mars/Phobos", "UTC\x00", "\ud800", "localtime", "x" * 9999],
)
def test_a_hostile_zone_name_is_merely_unknown(name: str) -> None:
    assert not schedule.is_zone(name)
    with pytest.raises(ValueError, match="unknown time zone"):
        schedule.zone_of(name)


@pytest.mark.parametrize(
    ("day", "clock", "zone", "expected"),
    [
        (date(2026, 3, 29), time(2, 30), BERLIN, "2026-03-29 01:30"),  # does not exist: 03:30 summer time
        (date(2026, 10, 25), time(2, 30), BERLIN, "2026-10-25 00:30"),  # twice: the first, summer time
        (date(2026, 3, 8), time(2, 0), NEW_YORK, "2026-03-08 07:00"),
        (date(2011, 12, 30), time(12, 0), "Pacific/Apia", "2011-12-30 22:00"),  # the day that Samoa skipped
        (date(2026, 4, 5), time(1, 45), "Australia/Lord_Howe", "2026-04-04 14:45"),  # half an hour of change
    ],
)
def test_a_local_time_that_is_missing_or_double(day: date, clock: time, zone: str, expected: str) -> None:
    assert schedule.local_moment(day, clock, zone) == at(expected)


def test_days_are_shifted_at_the_same_local_time() -> None:
    assert schedule.shifted_days(at("2026-03-28 09:00"), 1, BERLIN) == at("2026-03-29 08:00")
    assert schedule.shifted_days(at("2026-03-29 08:00"), -1, BERLIN) == at("2026-03-28 09:00")


@pytest.mark.parametrize("days", [10**9, -(10**9), 3_000_000, -60_000])
def test_a_shift_out_of_the_years_is_refused(days: int) -> None:
    with pytest.raises(Invalid, match="by_days"):
        schedule.shifted_days(NOW, days, BERLIN)


def test_the_day_begins_where_midnight_exists() -> None:
    # In Santiago the clocks go from 24:00 to 01:00 on the night to 6 September 2026.
    noon = datetime(2026, 9, 6, 16, tzinfo=UTC)
    assert schedule.start_of_day(noon, "America/Santiago") == at("2026-09-06 04:00")


def test_today_is_the_tenants_today() -> None:
    late = at("2026-01-22 03:00")
    assert schedule.local_day(late, NEW_YORK) == date(2026, 1, 21)
    assert schedule.start_of_day(late, NEW_YORK) == at("2026-01-21 05:00")


@pytest.mark.parametrize(
    ("due_at", "all_day", "status", "expected"),
    [
        (NOW - timedelta(seconds=1), False, "pending", True),
        (NOW, False, "pending", False),
        (NOW - timedelta(seconds=1), False, "in_progress", True),
        (NOW - timedelta(days=9), False, "completed", False),
        (NOW - timedelta(days=9), False, "cancelled", False),
        (NOW - timedelta(days=9), False, "skipped", False),
        (at("2026-01-21 00:00"), True, "pending", False),
        (at("2026-01-20 23:59"), True, "pending", True),
        (None, False, "pending", False),
    ],
)
def test_overdue(due_at: datetime | None, all_day: bool, status: str, expected: bool) -> None:
    item = interaction(due_at=due_at, due_all_day=all_day, status=status)
    assert overdue.is_overdue(item, overdue.cutoffs(NOW, "UTC")) is expected


def test_an_all_day_item_is_overdue_by_the_tenants_midnight() -> None:
    item = interaction(due_at=at("2026-01-21 02:00"), due_all_day=True)
    assert overdue.is_overdue(item, overdue.cutoffs(at("2026-01-21 05:30"), NEW_YORK))
    assert not overdue.is_overdue(item, overdue.cutoffs(at("2026-01-21 04:30"), NEW_YORK))


def test_working_order() -> None:
    undated = interaction(id=UUID(int=1), priority="urgent")
    due_first = interaction(id=UUID(int=2), due_at=NOW)
    planned_later = interaction(id=UUID(int=3), scheduled_at=NOW + timedelta(hours=1), due_at=NOW)
    urgent = interaction(id=UUID(int=4), scheduled_at=NOW, priority="urgent")
    same_but_newer = interaction(id=UUID(int=5), scheduled_at=NOW)
    shuffled = [undated, planned_later, same_but_newer, due_first, urgent]
    ordered = sorted(shuffled, key=overdue.working_order_key)
    assert ordered == [urgent, due_first, same_but_newer, planned_later, undated]


def test_a_step_that_a_closed_customer_keeps_is_not_overdue() -> None:
    late = interaction(due_at=NOW - timedelta(days=3))
    kept = interaction(due_at=NOW - timedelta(days=3), customer_is_closed=True)
    assert overdue.is_overdue(late, overdue.cutoffs(NOW, "UTC"))
    assert not overdue.is_overdue(kept, overdue.cutoffs(NOW, "UTC"))
