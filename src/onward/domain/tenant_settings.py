"""A tenant's settings: what keeps them from being used, and what follows from its work calendar.

No clock here: `now` is an argument. How steps get their dates is schedule.py's business.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from msgspec import Struct

from onward.domain import calendars, schedule, template_faults
from onward.domain.errors import Fault
from onward.domain.records import FollowUp, TenantSettings, WorkCalendar
from onward.domain.wording import MAX_DESCRIPTION_CHARS, MAX_TITLE_CHARS

MAX_DAYS_OFF = 1000


class DayOff(Struct, frozen=True):
    """A day that is not worked though its weekday is. `name` is the public holiday's, None for a day of the tenant's
    own."""

    on: date
    name: str | None


def faults(settings: TenantSettings) -> list[Fault]:
    """Every fault with its place, such as `calendar.weekdays`; none means that the settings can be used."""
    return list(_faults(settings))


def _faults(settings: TenantSettings) -> Iterator[Fault]:
    if not schedule.is_zone(settings.zone):
        yield Fault("zone", 'is no time zone name; use one such as "Europe/Berlin"')
    for fault in calendars.calendar_faults(settings.calendar):
        yield Fault(f"calendar.{fault.field}", fault.message)
    if len(settings.calendar.days_off) > MAX_DAYS_OFF:
        yield Fault("calendar.days_off", f"name at most {MAX_DAYS_OFF} days")
    yield from _follow_up_faults(settings.follow_up)
    yield from template_faults.conversation_status_faults(settings.conversation_status, "conversation_status")


def _follow_up_faults(follow_up: FollowUp) -> Iterator[Fault]:
    if not template_faults.KEY.fullmatch(follow_up.type):
        yield Fault("follow_up.type", "use 1 to 50 small letters, digits and _, beginning with a letter")
    if not follow_up.title.strip() or len(follow_up.title) > MAX_TITLE_CHARS:
        yield Fault("follow_up.title", f"give 1 to {MAX_TITLE_CHARS} characters")
    if follow_up.description is not None and len(follow_up.description) > MAX_DESCRIPTION_CHARS:
        yield Fault("follow_up.description", f"give at most {MAX_DESCRIPTION_CHARS} characters")
    yield from template_faults.placeholder_faults(follow_up.title, "follow_up.title")
    yield from template_faults.placeholder_faults(follow_up.description or "", "follow_up.description")
    for name in ("scheduled_offset_days", "due_offset_days"):
        if not 0 <= getattr(follow_up, name) <= template_faults.MAX_OFFSET_DAYS:
            yield Fault(f"follow_up.{name}", f"use a whole number from 0 to {template_faults.MAX_OFFSET_DAYS}")


def next_working_moment(settings: TenantSettings, now: datetime) -> datetime:
    """`now` while the tenant works, else when it next opens, in UTC. The settings must have no faults.

    A calendar that goes ten years without a working day counts every day.
    """
    calendar, zone = settings.calendar, settings.zone
    today = schedule.local_day(now, zone)
    closes_at = schedule.local_moment(today, schedule.clock_of(calendar.closes_at), zone)
    first = today if now < closes_at else today + timedelta(days=1)
    day = calendars.next_working_day(calendar, first)
    return max(now, schedule.local_moment(day, schedule.clock_of(calendar.opens_at), zone))


def days_off(calendar: WorkCalendar, first: date, last: date) -> list[DayOff]:
    """The holidays and the tenant's own days off on weekdays that it works, from `first` to `last`, in order."""
    own = set(calendar.days_off)
    names = calendars.holiday_names(calendar, first, last)
    days = (first + timedelta(days=count) for count in range((last - first).days + 1))
    return [
        DayOff(day, names.get(day))
        for day in days
        if day.isoweekday() in calendar.weekdays and (day in names or day in own)
    ]
