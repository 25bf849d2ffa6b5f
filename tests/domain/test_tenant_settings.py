"""What keeps settings from being used, and when a tenant works next."""

from datetime import UTC, date, datetime

import pytest

from onward.domain import tenant_settings
from onward.domain.records import FollowUp, TenantSettings, WorkCalendar
from onward.domain.tenant_settings import DayOff

BERLIN = TenantSettings(zone="Europe/Berlin", calendar=WorkCalendar(holiday_country="DE"))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("settings", "now", "expected"),
    [
        (TenantSettings(), "2026-01-21T10:00", "2026-01-21T10:00"),
        (TenantSettings(), "2026-01-21T08:00", "2026-01-21T09:00"),
        (TenantSettings(), "2026-01-21T17:00", "2026-01-22T09:00"),
        (TenantSettings(), "2026-01-23T18:00", "2026-01-26T09:00"),
        (TenantSettings(), "2026-01-24T10:00", "2026-01-26T09:00"),
        (BERLIN, "2026-01-21T07:00", "2026-01-21T08:00"),
        # Good Friday to Easter Monday; summer time has begun, the tenant opens at seven o'clock UTC.
        (BERLIN, "2026-04-02T16:00", "2026-04-07T07:00"),
        (TenantSettings(calendar=WorkCalendar(days_off=(date(2026, 1, 22),))), "2026-01-21T20:00", "2026-01-23T09:00"),
    ],
)
def test_next_working_moment(settings: TenantSettings, now: str, expected: str) -> None:
    assert tenant_settings.next_working_moment(settings, utc(now)) == utc(expected)


def test_days_off_are_those_of_weekdays_that_are_worked() -> None:
    calendar = WorkCalendar(holiday_country="DE", days_off=(date(2026, 5, 15), date(2026, 5, 16)))
    assert tenant_settings.days_off(calendar, date(2026, 5, 1), date(2026, 5, 24)) == [
        DayOff(date(2026, 5, 1), "Labor Day"),
        DayOff(date(2026, 5, 14), "Ascension Day"),
        DayOff(date(2026, 5, 15), None),
    ]
    assert tenant_settings.days_off(WorkCalendar(), date(2026, 5, 1), date(2026, 5, 24)) == []


@pytest.mark.parametrize(
    ("settings", "fields"),
    [
        (TenantSettings(), []),
        (BERLIN, []),
        (TenantSettings(zone="Mars/Olympus"), ["zone"]),
        (TenantSettings(calendar=WorkCalendar(weekdays=())), ["calendar.weekdays"]),
        (TenantSettings(calendar=WorkCalendar(opens_at="17:00", closes_at="09:00")), ["calendar.closes_at"]),
        (TenantSettings(calendar=WorkCalendar(holiday_country="XX")), ["calendar.holiday_country"]),
        (TenantSettings(calendar=WorkCalendar(holiday_subdivision="BY")), ["calendar.holiday_subdivision"]),
        (
            TenantSettings(calendar=WorkCalendar(days_off=tuple(date.fromordinal(700_000 + n) for n in range(1001)))),
            ["calendar.days_off"],
        ),
        (TenantSettings(follow_up=FollowUp(type="No Key")), ["follow_up.type"]),
        (TenantSettings(follow_up=FollowUp(title=" ")), ["follow_up.title"]),
        (TenantSettings(follow_up=FollowUp(title="Dear {customer.first}")), ["follow_up.title"]),
        (TenantSettings(follow_up=FollowUp(description="{x}")), ["follow_up.description"]),
        (TenantSettings(follow_up=FollowUp(description="x" * 10_001)), ["follow_up.description"]),
        (
            TenantSettings(follow_up=FollowUp(scheduled_offset_days=-1, due_offset_days=3651)),
            ["follow_up.scheduled_offset_days", "follow_up.due_offset_days"],
        ),
    ],
)
def test_faults_name_their_places(settings: TenantSettings, fields: list[str]) -> None:
    assert [fault.field for fault in tenant_settings.faults(settings)] == fields
