"""When a step falls due: reading times, zones, and the dates of a step.

Everything is reckoned from arguments; no clock is read here. Working days are calendars.py's business.
"""

import re
import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from msgspec import Struct

from onward.domain import calendars
from onward.domain.errors import Invalid
from onward.domain.records import Customer, DayUnit, Step, TenantSettings, Weekday

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(9999, 12, 30)
"""No date lies outside these two, so that no later reckoning can overflow."""
LAST_SPREAD_DAY = date(9900, 1, 1)
"""No window of days ends later."""

MIDNIGHT = time()

WEEKDAYS: tuple[Weekday, ...] = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
_SEARCH_DAYS = 366
_FORM = re.compile(
    r"\d{4}-\d\d-\d\d"
    r"(?P<clock>[T ](?:[01]\d|2[0-3]):\d\d(?::\d\d(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)
_FORMS = (
    "give a time such as 2026-01-22T10:00:00Z, 2026-01-22T10:00:00+01:00, 2026-01-22 10:00:00 "
    "or 2026-01-22T10:00, or a day such as 2026-01-22"
)
_NOT_A_ZONE = frozenset({"localtime", "posixrules", "Factory"})
"""Names that mean another zone on each machine, or none."""


class Moment(Struct, frozen=True):
    """An instant in UTC; `all_day` when only the day was meant (then it is that day's local 00:00)."""

    at: datetime
    all_day: bool = False


class Frame(Struct, frozen=True):
    """What dates are reckoned in: now, the customer's zone and the tenant's settings."""

    now: datetime
    zone: str
    settings: TenantSettings


class Planned(Struct, frozen=True):
    """A step's dates. The notes tell what moved each, in words that follow "planned for ..."."""

    scheduled: Moment
    due: Moment
    scheduled_notes: tuple[str, ...] = ()
    due_notes: tuple[str, ...] = ()


class _Moved(Struct, frozen=True):
    moment: Moment
    notes: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def _zone_names() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones()) - _NOT_A_ZONE


def is_zone(name: str) -> bool:
    """Whether `name` is a zone of the IANA database; any text may be asked."""
    return name in _zone_names()


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """Raise ValueError for an unknown name."""
    if not is_zone(name):
        raise ValueError(f"unknown time zone: {name!r}")
    return ZoneInfo(name)


@lru_cache(maxsize=2048)
def clock_of(text: str) -> time:
    """The local time `HH:MM`."""
    return time.fromisoformat(text)


def local_day(at: datetime, zone: str) -> date:
    return at.astimezone(zone_of(zone)).date()


def local_moment(local_date: date, local_time: time, zone: str) -> datetime:
    """The UTC instant of a local time: one that does not exist moves forward by the gap, one that exists
    twice is the first."""
    return datetime.combine(local_date, local_time.replace(fold=0), tzinfo=zone_of(zone)).astimezone(UTC)


def start_of_day(now: datetime, zone: str) -> datetime:
    """The instant at which today began in `zone`."""
    return local_moment(local_day(now, zone), time(), zone)


def day_after(at: datetime, zone: str) -> datetime:
    """The instant at which the day after `at` begins in `zone`."""
    return local_moment(local_day(at, zone) + timedelta(days=1), time(), zone)


def parse_moment(text: str, zone: str, field: str) -> Moment:
    """Read a time as people and programs write it; without an offset it is in `zone`. Raises Invalid."""
    form = _FORM.fullmatch(text)
    if form is None:
        raise Invalid.field(field, _FORMS)
    try:
        written = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid.field(field, f"no such day or time; {_FORMS}") from None
    if not FIRST_DAY <= written.date() <= LAST_DAY:
        raise outside(field)
    return bounded(Moment(_to_utc(written, zone), all_day=form["clock"] is None), field)


def frame_of(customer: Customer, settings: TenantSettings, now: datetime) -> Frame:
    """Dates are reckoned in the customer's zone, else the tenant's."""
    zone = customer.timezone
    return Frame(now, zone if zone and is_zone(zone) else settings.zone, settings)


def plan_step(step: Step, anchor: Moment, frame: Frame, *, is_first: bool = False) -> Planned:
    """The dates of `step` counted from `anchor`. A first step may lie in the past, others may not.

    Raises Invalid when a date would leave the years that can be reckoned with.
    """
    field = "start_date" if is_first else "scheduled_at"
    try:
        scheduled = _scheduled(step, anchor, frame)
        if not is_first and scheduled.moment.at < frame.now:
            scheduled = _not_before_now(step, scheduled.moment, frame)
        due = _due(step, scheduled.moment, frame)
    except OverflowError:
        raise outside(field) from None
    return Planned(
        scheduled=bounded(scheduled.moment, field),
        due=bounded(due.moment, field),
        scheduled_notes=scheduled.notes,
        due_notes=due.notes,
    )


def _scheduled(step: Step, anchor: Moment, frame: Frame) -> _Moved:
    """Rules 1 to 4: the days, the named weekday, the time of day, days off."""
    days, unit = step.scheduled_offset_days, step.day_unit
    return _move(anchor, days, unit, step.scheduled_weekday, step.at_time, frame)


def _due(step: Step, scheduled: Moment, frame: Frame) -> _Moved:
    """Rule 6. A day count without a time of day means that whole day."""
    moved = _move(scheduled, step.due_offset_days, step.day_unit, None, step.due_time, frame)
    all_day = step.due_time is None
    if moved.moment.at < scheduled.at:
        return _Moved(Moment(scheduled.at, all_day), ("not before it is planned",))
    return _Moved(Moment(moved.moment.at, all_day), moved.notes)


def _move(origin: Moment, days: int, unit: DayUnit, weekday: Weekday | None, clock: str | None, frame: Frame) -> _Moved:
    # A bare day is a day of the tenant's calendar, wherever the customer lives; a time of day is the
    # customer's.
    read_zone = frame.settings.zone if origin.all_day else frame.zone
    local = origin.at.astimezone(zone_of(read_zone))
    zone = read_zone if clock is None else frame.zone
    at_clock = local.time() if clock is None else clock_of(clock)
    day, notes = _moved_day(local.date(), at_clock, zone, days, unit, weekday, frame)
    if day == local.date() and clock is None:
        return _Moved(origin, notes)
    if clock is not None:
        notes = (*notes, f"at {clock}")
    return _Moved(Moment(local_moment(day, at_clock, zone), origin.all_day and clock is None), notes)


def _moved_day(
    start: date, clock: time, zone: str, days: int, unit: DayUnit, weekday: Weekday | None, frame: Frame
) -> tuple[date, tuple[str, ...]]:
    counted = _add_days(start, clock, zone, days, unit, frame)
    named = counted if weekday is None else _on_weekday(counted, weekday)
    rolled = _roll(named, clock, zone, frame)
    notes: tuple[str, ...] = ()
    if named != counted:
        notes = (f"waiting for {_weekday_name(named)}",)
    if rolled != named:
        notes = (*notes, f"moved from {_weekday_name(named)} to {_weekday_name(rolled)}")
    return rolled, notes


def _add_days(start: date, clock: time, zone: str, days: int, unit: DayUnit, frame: Frame) -> date:
    if unit == "calendar" or days == 0:
        return start + timedelta(days=days)
    work_day = _work_day(start, clock, zone, frame)
    return start + (calendars.add_working_days(frame.settings.calendar, work_day, days) - work_day)


def _on_weekday(day: date, weekday: Weekday) -> date:
    return day + timedelta(days=(WEEKDAYS.index(weekday) - day.weekday()) % 7)


def _weekday_name(day: date) -> str:
    return WEEKDAYS[day.weekday()].capitalize()


def _roll(day: date, clock: time, zone: str, frame: Frame) -> date:
    rule, calendar = frame.settings.roll_rule, frame.settings.calendar
    if rule == "keep":
        return day
    work_day = _work_day(day, clock, zone, frame)
    search = calendars.next_working_day if rule == "forward" else calendars.previous_working_day
    return day + (search(calendar, work_day) - work_day)


def _work_day(day: date, clock: time, zone: str, frame: Frame) -> date:
    """The day of the tenant's work calendar on which a local time falls."""
    tenant_zone = frame.settings.zone
    if zone == tenant_zone:
        return day
    return local_day(local_moment(day, clock, zone), tenant_zone)


def _not_before_now(step: Step, past: Moment, frame: Frame) -> _Moved:
    """Rule 5: now, or the next permitted day at the step's time; a named weekday stays."""
    today = local_day(frame.now, frame.zone)
    is_its_day = step.scheduled_weekday is None or WEEKDAYS[today.weekday()] == step.scheduled_weekday
    if step.at_time is None and is_its_day:
        return _Moved(Moment(frame.now), ("already past and so now",))
    local_time = past.at.astimezone(zone_of(frame.zone)).time()
    clock = local_time if step.at_time is None else clock_of(step.at_time)
    at = _next_permitted(step, clock, frame, heed_days_off=_heeds_days_off(step, frame))
    day = _weekday_name(local_day(at, frame.zone))
    return _Moved(Moment(at), (f"already past and so on the next permitted day, {day} at {clock:%H:%M}",))


def _heeds_days_off(step: Step, frame: Frame) -> bool:
    return frame.settings.roll_rule != "keep" or step.day_unit == "business"


def _next_permitted(step: Step, clock: time, frame: Frame, *, heed_days_off: bool) -> datetime:
    day = local_day(frame.now, frame.zone)
    for _ in range(_SEARCH_DAYS):
        at = local_moment(day, clock, frame.zone)
        if at >= frame.now and _is_permitted(step, day, clock, frame, heed_days_off):
            return at
        day += timedelta(days=1)
    # The named weekday is never worked, or nothing is: then days off cannot be heeded.
    return _next_permitted(step, clock, frame, heed_days_off=False)


def _is_permitted(step: Step, day: date, clock: time, frame: Frame, heed_days_off: bool) -> bool:
    if step.scheduled_weekday is not None and WEEKDAYS[day.weekday()] != step.scheduled_weekday:
        return False
    if not heed_days_off:
        return True
    return calendars.is_working_day(frame.settings.calendar, _work_day(day, clock, frame.zone, frame))


def _to_utc(written: datetime, zone: str) -> datetime:
    if written.tzinfo is not None:
        return written.astimezone(UTC)
    return local_moment(written.date(), written.time(), zone)


def bounded(moment: Moment, field: str) -> Moment:
    """The moment, when it lies in the calendar. Raises Invalid."""
    if not FIRST_DAY <= moment.at.date() <= LAST_DAY:
        raise outside(field)
    return moment


def outside(field: str) -> Invalid:
    """The refusal of a date out of the calendar."""
    return Invalid.field(field, f"must lie between {FIRST_DAY} and {LAST_DAY}")


def shifted_days(at: datetime, days: int, zone: str, field: str = "by_days") -> datetime:
    """The same local time, `days` calendar days on (or back). Raises Invalid outside the calendar."""
    local = at.astimezone(zone_of(zone))
    try:
        moved = local_moment(local.date() + timedelta(days=days), local.time(), zone)
    except OverflowError:
        raise outside(field) from None
    return bounded(Moment(moved), field).at
