"""Spreading work over working days: which item goes to which day, and how full the days are before and after."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from msgspec import Struct

from onward.domain import calendars
from onward.domain.errors import Invalid
from onward.domain.records import WorkCalendar

MOST_DAYS = 366

Slot = tuple[UUID | None, date]
"""One assignee's day."""


class DayLoad(Struct, frozen=True):
    """How many open interactions an assignee has planned for a day, without and with those that are spread."""

    assignee_id: UUID | None
    day: date
    before: int
    after: int


def working_days(calendar: WorkCalendar, begins_on: date, ends_on: date) -> list[date]:
    """The working days of a window, both ends included. Raises Invalid for one that has none or is too long."""
    if ends_on < begins_on:
        raise Invalid.field("spread.until", "lies before its beginning")
    if (ends_on - begins_on).days >= MOST_DAYS:
        raise Invalid.field("spread.until", f"a window may have at most {MOST_DAYS} days")
    span = (begins_on + timedelta(days=number) for number in range((ends_on - begins_on).days + 1))
    days = [day for day in span if calendars.is_working_day(calendar, day)]
    if not days:
        raise Invalid.field("spread.until", "there is no working day in this window")
    return days


def last_of(calendar: WorkCalendar, begins_on: date, count: int) -> date:
    """The last of the first `count` working days from a day on."""
    first = calendars.next_working_day(calendar, begins_on)
    return calendars.add_working_days(calendar, first, count - 1)


def spread(
    assignee_ids: Sequence[UUID | None], days: Sequence[date], load: Counter[Slot], per_day: int | None
) -> list[date | None]:
    """A day for each item, in their order: the assignee's emptiest one, the earliest of equals.

    None where every day of the assignee is full. `load` is what is planned already.
    """
    filled = Counter(load)
    found: list[date | None] = []
    for assignee_id in assignee_ids:
        fullness, day = min((filled[assignee_id, day], day) for day in days)
        is_full = per_day is not None and fullness >= per_day
        found.append(None if is_full else day)
        if not is_full:
            filled[assignee_id, day] += 1
    return found


def day_loads(
    assignee_ids: Sequence[UUID | None], given: Iterable[date | None], days: Sequence[date], load: Counter[Slot]
) -> list[DayLoad]:
    """How full each day of each of the assignees is, before and after: by day, nobody last."""
    added = Counter((who, day) for who, day in zip(assignee_ids, given, strict=True) if day is not None)
    people = sorted(set(assignee_ids), key=lambda who: (who is None, str(who)))
    return [DayLoad(who, day, load[who, day], load[who, day] + added[who, day]) for day in days for who in people]
