"""Working days: which days a tenant works, and the ones around them.

Days are local dates in the tenant's zone. What a step's dates become is schedule.py's business.
"""

import re
import warnings
from collections import Counter
from datetime import date, timedelta
from functools import lru_cache

import holidays
from msgspec import Struct

from onward.domain.errors import Fault
from onward.domain.records import WorkCalendar

SEARCH_DAYS = 3660
"""How far a search for a working day goes before it takes the day itself."""

CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_HOLIDAY_YEARS = range(1900, 2101)
"""Beyond these years the `holidays` library knows nothing or fails."""

# Else the surroundings of the process would choose. Where the library has no English it takes the country's own words.
_LANGUAGE = "en_US"

_ONE_DAY = timedelta(days=1)


class _WorkDays(Struct, frozen=True):
    """A calendar in the form that answers fastest."""

    weekdays: frozenset[int]
    days_off: frozenset[date]
    country: str | None
    subdivision: str | None


def is_working_day(calendar: WorkCalendar, day: date) -> bool:
    return _works(_work_days(calendar), day)


def next_working_day(calendar: WorkCalendar, day: date) -> date:
    """The first working day on or after `day`; `day` itself when ten years hold none."""
    return _search(calendar, day, _ONE_DAY)


def previous_working_day(calendar: WorkCalendar, day: date) -> date:
    """The last working day on or before `day`; `day` itself when ten years hold none."""
    return _search(calendar, day, -_ONE_DAY)


def add_working_days(calendar: WorkCalendar, day: date, days: int) -> date:
    """The `days`-th working day after `day`; 0 is the day itself.

    A calendar that goes ten years without a working day counts every day. OverflowError past year 9999.
    """
    work_days = _work_days(calendar)
    found, idle = day, 0
    remaining = days
    while remaining > 0 and idle < SEARCH_DAYS:
        found += _ONE_DAY
        if _works(work_days, found):
            remaining, idle = remaining - 1, 0
        else:
            idle += 1
    return found if remaining <= 0 else day + timedelta(days=days)


def holiday_names(calendar: WorkCalendar, first: date, last: date) -> dict[date, str]:
    """The public holidays from `first` to `last` by day, by their English names where there are any."""
    if calendar.holiday_country is None:
        return {}
    years = range(first.year, last.year + 1)
    named: dict[date, str] = {}
    for year in years:
        named |= _named_holidays(calendar.holiday_country, calendar.holiday_subdivision, year)
    return {day: name for day, name in named.items() if first <= day <= last}


def shifted_working_days(calendar: WorkCalendar, day: date, days: int) -> date:
    """The `days`-th working day after `day`, or before it when negative; otherwise as `add_working_days`."""
    if days >= 0:
        return add_working_days(calendar, day, days)
    work_days = _work_days(calendar)
    found, idle, remaining = day, 0, -days
    while remaining > 0 and idle < SEARCH_DAYS:
        found -= _ONE_DAY
        remaining, idle = (remaining - 1, 0) if _works(work_days, found) else (remaining, idle + 1)
    return found if remaining <= 0 else day + timedelta(days=days)


def calendar_faults(calendar: WorkCalendar) -> list[Fault]:
    """Everything that keeps `calendar` from being used; field names are relative to it."""
    return [*_weekday_faults(calendar), *_hour_faults(calendar), *_holiday_faults(calendar)]


def _search(calendar: WorkCalendar, day: date, stride: timedelta) -> date:
    work_days = _work_days(calendar)
    found = day
    try:
        for _ in range(SEARCH_DAYS):
            if _works(work_days, found):
                return found
            found += stride
    except OverflowError:
        return day
    return day


def _works(work_days: _WorkDays, day: date) -> bool:
    if day.isoweekday() not in work_days.weekdays or day in work_days.days_off:
        return False
    if work_days.country is None:
        return True
    return day not in _public_holidays(work_days.country, work_days.subdivision, day.year)


@lru_cache(maxsize=256)
def _work_days(calendar: WorkCalendar) -> _WorkDays:
    return _WorkDays(
        weekdays=frozenset(calendar.weekdays),
        days_off=frozenset(calendar.days_off),
        country=calendar.holiday_country,
        subdivision=calendar.holiday_subdivision,
    )


@lru_cache(maxsize=1024)
def _public_holidays(country: str, subdivision: str | None, year: int) -> frozenset[date]:
    return frozenset(_named_holidays(country, subdivision, year))


def _named_holidays(country: str, subdivision: str | None, year: int) -> dict[date, str]:
    if year not in _HOLIDAY_YEARS:
        return {}
    with warnings.catch_warnings():
        # For a few countries the library warns that it knows some holidays of a few years only.
        warnings.simplefilter("ignore", UserWarning)
        found = holidays.country_holidays(country, subdiv=subdivision, years=year, expand=False, language=_LANGUAGE)
        return dict(found)


def _weekday_faults(calendar: WorkCalendar) -> list[Fault]:
    weekdays = calendar.weekdays
    faults = [] if weekdays else [Fault("weekdays", "name at least one day: 1 is Monday, 7 is Sunday")]
    if any(not 1 <= weekday <= 7 for weekday in weekdays):
        faults.append(Fault("weekdays", "use the numbers 1 (Monday) to 7 (Sunday)"))
    twice = sorted(weekday for weekday, times in Counter(weekdays).items() if times > 1)
    if twice:
        faults.append(Fault("weekdays", f"name each day once; twice: {', '.join(map(str, twice))}"))
    return faults


def _hour_faults(calendar: WorkCalendar) -> list[Fault]:
    hours = {"opens_at": calendar.opens_at, "closes_at": calendar.closes_at}
    faults = [
        Fault(field, "use HH:MM, from 00:00 to 23:59") for field, text in hours.items() if not CLOCK.fullmatch(text)
    ]
    if not faults and calendar.opens_at >= calendar.closes_at:
        faults.append(Fault("closes_at", "must be later than opens_at"))
    return faults


def _holiday_faults(calendar: WorkCalendar) -> list[Fault]:
    country, subdivision = calendar.holiday_country, calendar.holiday_subdivision
    if country is None:
        unexpected = Fault("holiday_subdivision", "needs holiday_country")
        return [unexpected] if subdivision is not None else []
    if not _is_country(country):
        return [Fault("holiday_country", "use the two-letter code of a country, such as DE")]
    if subdivision is not None and not _is_subdivision(country, subdivision):
        return [Fault("holiday_subdivision", f"{country} has no such subdivision")]
    return []


def _is_country(country: str) -> bool:
    if not _COUNTRY.fullmatch(country):
        return False
    try:
        holidays.country_holidays(country)
    except NotImplementedError:
        return False
    return True


def _is_subdivision(country: str, subdivision: str) -> bool:
    if not subdivision:
        return False
    try:
        holidays.country_holidays(country, subdiv=subdivision)
    except NotImplementedError:
        return False
    return True
