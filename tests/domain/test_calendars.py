"""Working days of a tenant, and what makes a work calendar wrong."""

from datetime import date, timedelta
from typing import Any

import pytest

from onward.domain import calendars
from onward.domain.records import WorkCalendar

WEEK = WorkCalendar()
GERMANY = WorkCalendar(holiday_country="DE")
BAVARIA = WorkCalendar(holiday_country="DE", holiday_subdivision="BY")
NEVER = WorkCalendar(weekdays=())

FRIDAY = date(2026, 1, 23)
SATURDAY = date(2026, 1, 24)
MONDAY = date(2026, 1, 26)
EPIPHANY = date(2026, 1, 6)


@pytest.mark.parametrize(
    ("calendar", "day", "works"),
    [
        (WEEK, FRIDAY, True),
        (WEEK, SATURDAY, False),
        (WorkCalendar(weekdays=(6, 7)), SATURDAY, True),
        (WorkCalendar(weekdays=(6, 7)), FRIDAY, False),
        (WorkCalendar(days_off=(FRIDAY,)), FRIDAY, False),
        (GERMANY, date(2026, 12, 25), False),
        (WEEK, date(2026, 12, 25), True),
        (GERMANY, EPIPHANY, True),
        (BAVARIA, EPIPHANY, False),
        (GERMANY, date(2500, 1, 1), True),  # beyond the years whose holidays are known
    ],
)
def test_is_working_day(calendar: WorkCalendar, day: date, works: bool) -> None:
    assert calendars.is_working_day(calendar, day) is works


def test_the_nearest_working_days() -> None:
    assert calendars.next_working_day(WEEK, FRIDAY) == FRIDAY
    assert calendars.next_working_day(WEEK, SATURDAY) == MONDAY
    assert calendars.previous_working_day(WEEK, MONDAY) == MONDAY
    assert calendars.previous_working_day(WEEK, SATURDAY) == FRIDAY


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (FRIDAY, 0, FRIDAY),
        (SATURDAY, 0, SATURDAY),
        (FRIDAY, 1, MONDAY),
        (SATURDAY, 1, MONDAY),
        (FRIDAY, 5, date(2026, 1, 30)),
        (FRIDAY, 6, date(2026, 2, 2)),
    ],
)
def test_add_working_days(start: date, days: int, expected: date) -> None:
    assert calendars.add_working_days(WEEK, start, days) == expected


def test_holidays_are_passed_over_when_counting() -> None:
    # Thursday 24 December 2026; the 25th is a Friday and a holiday, as in every state.
    assert calendars.add_working_days(GERMANY, date(2026, 12, 24), 1) == date(2026, 12, 28)


def test_a_country_whose_holidays_are_known_for_some_years_only() -> None:
    india = WorkCalendar(holiday_country="IN")
    assert not calendars.is_working_day(india, date(2040, 1, 26))


def test_a_calendar_without_working_days_ends_the_search_and_counts_every_day() -> None:
    assert calendars.next_working_day(NEVER, FRIDAY) == FRIDAY
    assert calendars.previous_working_day(NEVER, FRIDAY) == FRIDAY
    assert calendars.add_working_days(NEVER, FRIDAY, 3) == FRIDAY + timedelta(days=3)


def test_everything_off_ends_the_search_too() -> None:
    off = tuple(FRIDAY + timedelta(days=n) for n in range(-calendars.SEARCH_DAYS, calendars.SEARCH_DAYS + 10))
    calendar = WorkCalendar(days_off=off)
    assert calendars.next_working_day(calendar, FRIDAY) == FRIDAY
    assert calendars.previous_working_day(calendar, FRIDAY) == FRIDAY


def test_a_search_at_the_end_of_time_takes_the_day_itself() -> None:
    assert calendars.next_working_day(NEVER, date.max) == date.max
    assert calendars.previous_working_day(NEVER, date.min) == date.min


@pytest.mark.parametrize(
    ("fields", "places"),
    [
        ({}, []),
        ({"holiday_country": "DE", "holiday_subdivision": "BY"}, []),
        ({"holiday_country": "US", "opens_at": "00:00", "closes_at": "23:59"}, []),
        ({"weekdays": ()}, ["weekdays"]),
        ({"weekdays": (0, 8)}, ["weekdays"]),
        ({"weekdays": (1, 1)}, ["weekdays"]),
        ({"weekdays": (9, 9)}, ["weekdays", "weekdays"]),
        ({"opens_at": "9:00"}, ["opens_at"]),
        ({"opens_at": "24:00", "closes_at": "12:60"}, ["opens_at", "closes_at"]),
        ({"opens_at": "17:00"}, ["closes_at"]),
        ({"holiday_country": "XX"}, ["holiday_country"]),
        ({"holiday_country": "de"}, ["holiday_country"]),
        ({"holiday_country": "HolidayBase"}, ["holiday_country"]),
        ({"holiday_country": ""}, ["holiday_country"]),
        ({"holiday_country": "DE", "holiday_subdivision": "ZZ"}, ["holiday_subdivision"]),
        ({"holiday_country": "DE", "holiday_subdivision": ""}, ["holiday_subdivision"]),
        ({"holiday_subdivision": "BY"}, ["holiday_subdivision"]),
        ({"weekdays": (), "opens_at": "x", "holiday_country": "XX"}, ["weekdays", "opens_at", "holiday_country"]),
    ],
)
def test_calendar_faults(fields: dict[str, Any], places: list[str]) -> None:
    assert [fault.field for fault in calendars.calendar_faults(WorkCalendar(**fields))] == places
