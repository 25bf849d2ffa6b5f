"""Moving an interaction's dates: what moves along, and whole days that stay whole days.

Where a step's first dates come from is schedule.py's business.
"""

from datetime import date, datetime, time, timedelta

from msgspec import Struct, structs

from onward.domain import calendars, schedule
from onward.domain.errors import Invalid
from onward.domain.records import Interaction, WorkCalendar
from onward.domain.schedule import Moment


class NewDates(Struct, frozen=True):
    """Where to move an interaction: to one or both times, by whole days (of the work calendar, if one is given), or
    to a day."""

    scheduled: Moment | None = None
    due: Moment | None = None
    by_days: int | None = None
    work_calendar: WorkCalendar | None = None
    to_day: date | None = None


class Zones(Struct, frozen=True):
    """A whole day is one of the tenant's calendar; a time of day is the customer's."""

    tenant: str
    customer: str

    def of(self, moment: Moment) -> str:
        return self.tenant if moment.all_day else self.customer


def supposed(before: Interaction, to: NewDates) -> Interaction:
    """The interaction with those times that are named; another stays as it is."""
    scheduled = to.scheduled or _moment(before.scheduled_at, before.scheduled_all_day)
    return _dated(before, scheduled, to.due or _moment(before.due_at, before.due_all_day))


def moved(before: Interaction, to: NewDates, zones: Zones) -> Interaction:
    """The interaction with its new dates; moving one alone keeps the span.

    Raises Invalid for days where there is no date to move, and for dates out of the calendar.
    """
    scheduled = _moment(before.scheduled_at, before.scheduled_all_day)
    due = _moment(before.due_at, before.due_all_day)
    if to.to_day is not None:
        scheduled, due = _to_day(scheduled, due, to.to_day, zones)
    elif to.by_days is not None:
        scheduled, due = _by_days(scheduled, due, to, zones)
    elif to.due is None:
        scheduled, due = to.scheduled, _along(due, scheduled, to.scheduled, zones, "due_at")
    elif to.scheduled is None:
        scheduled, due = _along(scheduled, due, to.due, zones, "scheduled_at"), to.due
    else:
        scheduled, due = to.scheduled, to.due
    return _dated(before, scheduled, due)


def _dated(before: Interaction, scheduled: Moment | None, due: Moment | None) -> Interaction:
    return structs.replace(
        before,
        scheduled_at=scheduled.at if scheduled else None,
        scheduled_all_day=scheduled.all_day if scheduled else False,
        due_at=due.at if due else None,
        due_all_day=due.all_day if due else False,
    )


def _by_days(
    scheduled: Moment | None, due: Moment | None, to: NewDates, zones: Zones
) -> tuple[Moment | None, Moment | None]:
    if scheduled is None and due is None:
        raise Invalid.field("by_days", "this interaction has no date to move; say scheduled_at or due_at")
    return scheduled and _moved_days(scheduled, to, zones), due and _moved_days(due, to, zones)


def _moved_days(moment: Moment, to: NewDates, zones: Zones) -> Moment:
    days = to.by_days or 0
    if to.work_calendar is not None:
        day = schedule.local_day(moment.at, zones.tenant)
        try:
            days = (calendars.shifted_working_days(to.work_calendar, day, days) - day).days
        except OverflowError:
            raise schedule.outside("by_days") from None
    return _shifted(moment, days, zones, "by_days")


def _to_day(
    scheduled: Moment | None, due: Moment | None, day: date, zones: Zones
) -> tuple[Moment | None, Moment | None]:
    """Both move by as many days as bring the first to that day; without any date it becomes that whole day."""
    first = scheduled or due
    if first is None:
        return Moment(schedule.local_moment(day, time(), zones.tenant), all_day=True), None
    days = (day - schedule.local_day(first.at, zones.tenant)).days
    return (
        scheduled and _shifted(scheduled, days, zones, "spread"),
        due and _shifted(due, days, zones, "spread"),
    )


def _along(other: Moment | None, old: Moment | None, new: Moment | None, zones: Zones, field: str) -> Moment | None:
    """The other date after one has moved from `old` to `new`: by as many days where one of them means a whole
    day, else by as much time."""
    if other is None or old is None or new is None:
        return other
    if other.all_day or old.all_day or new.all_day:
        days = schedule.local_day(new.at, zones.tenant) - schedule.local_day(old.at, zones.tenant)
        return _shifted(other, days.days, zones, field)
    return Moment(_later(other.at, new.at - old.at, field))


def _shifted(moment: Moment, days: int, zones: Zones, field: str) -> Moment:
    at = schedule.shifted_days(moment.at, days, zones.of(moment), field)
    return Moment(at, moment.all_day)


def _later(at: datetime, by: timedelta, field: str) -> datetime:
    try:
        return schedule.bounded(Moment(at + by), field).at
    except OverflowError:
        raise schedule.outside(field) from None


def _moment(at: datetime | None, all_day: bool) -> Moment | None:
    return None if at is None else Moment(at, all_day)
