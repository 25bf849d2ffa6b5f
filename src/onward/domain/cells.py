"""Single cells of an imported file as values of a field. Each reader raises BadCell with what is wrong, in words that
go on after the column's name."""

import csv
import re
from collections.abc import Callable
from typing import Any, get_args
from uuid import UUID

import msgspec

from onward.domain import schedule
from onward.domain.errors import Invalid
from onward.domain.imports import DateOrder
from onward.domain.records import PRIORITY_RANK, Channel, CustomerStatus
from onward.domain.schedule import Moment
from onward.domain.template_faults import KEY

Read = Callable[[str], Any]

MOST_LIST_ENTRIES = 50
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
# The unit separator stands between entries of a list on their way to the database.
SEPARATOR = "\x1f"
_UNKEEPABLE = re.compile(f"[\0{SEPARATOR}\ud800-\udfff]")
_NOT_WORD = re.compile(r"[\W_]+")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,?[ T]+(\d{1,2}:\d\d(?::\d\d)?))?", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:,?[ T]+(\d{1,2}:\d\d(?::\d\d)?))?", re.ASCII)
_CHANNELS: frozenset[str] = frozenset(get_args(Channel))
_STATUSES: frozenset[str] = frozenset(get_args(CustomerStatus))
_PAST: dict[str, str] = {
    "completed": "completed",
    "done": "completed",
    "cancelled": "cancelled",
    "canceled": "cancelled",
    "skipped": "skipped",
}


class BadCell(ValueError):
    """The cell's text is no value of the field."""


def check_characters(cell: str) -> None:
    """Raises BadCell for what no field can keep."""
    if _UNKEEPABLE.search(cell):
        raise BadCell("holds bytes that are no text in this encoding, or characters that no text has")


def shown(cell: str, longest: int) -> str:
    """A cell as it can be kept and shown; what is no text becomes question marks."""
    return _UNKEEPABLE.sub("?", cell[:longest])


def text(longest: int) -> Read:
    def read(cell: str) -> str:
        if len(cell) > longest:
            raise BadCell(f"has {len(cell)} characters; at most {longest} are kept")
        return cell

    return read


def email(cell: str) -> str:
    if len(cell) > 254 or not _EMAIL.fullmatch(cell):
        raise BadCell("is no e-mail address")
    return cell


def zone(cell: str) -> str:
    if not schedule.is_zone(cell):
        raise BadCell('is no time zone name such as "Europe/Berlin"')
    return cell


def key(cell: str) -> str:
    """A type or an outcome, also as people write it: `Phone call` is `phone_call`."""
    folded = _NOT_WORD.sub("_", cell.strip().casefold()).strip("_")
    if not KEY.fullmatch(folded):
        raise BadCell("is no key: use a to z, 0 to 9 and _, a letter first, at most 50")
    return folded


def status(cell: str) -> str:
    if cell.casefold() not in _STATUSES:
        raise BadCell("is none of active, paused and closed")
    return cell.casefold()


def past_status(cell: str) -> str:
    found = _PAST.get(cell.casefold())
    if found is None:
        raise BadCell("is none of completed, cancelled and skipped: only what is over can be imported")
    return found


def priority(cell: str) -> str:
    if cell.casefold() not in PRIORITY_RANK:
        raise BadCell("is none of low, normal, high and urgent")
    return cell.casefold()


def identity(cell: str) -> UUID:
    try:
        return msgspec.convert(cell.strip(), UUID)
    except msgspec.ValidationError:
        raise BadCell("is no UUID") from None


def tags(cell: str) -> list[str]:
    found = entries(cell)
    if len(found) > MOST_LIST_ENTRIES or any(len(tag) > 50 for tag in found):
        raise BadCell(f"has more than {MOST_LIST_ENTRIES} tags, or one of more than 50 characters")
    return found


def channels(cell: str) -> list[str]:
    found = [entry.casefold() for entry in entries(cell)]
    if not _CHANNELS.issuperset(found):
        raise BadCell(f"names something else than {', '.join(sorted(_CHANNELS))}")
    return found


def entries(cell: str) -> list[str]:
    """A list: JSON, or with commas or semicolons between."""
    if cell.startswith("["):
        try:
            return msgspec.json.decode(cell, type=list[str])
        except msgspec.DecodeError:
            raise BadCell("begins like a JSON list of texts and is none") from None
    delimiter = ";" if ";" in cell else ","
    found = next(csv.reader([cell], delimiter=delimiter, skipinitialspace=True), [])
    return list(dict.fromkeys(entry.strip() for entry in found if entry.strip()))


def moment(zone_name: str, order: DateOrder | None) -> Read:
    """A time as the API takes it, `31.12.2026 14:00`, or `12/31/2026` where the file's order is told."""

    def read(cell: str) -> Moment:
        try:
            found = schedule.parse_moment(_as_iso(cell.strip(), order), zone_name, "")
        except Invalid as wrong:
            raise BadCell(f"is no time: {wrong.faults[0].message}") from None
        return found

    return read


def _as_iso(cell: str, order: DateOrder | None) -> str:
    if dotted := _DOTTED.fullmatch(cell):
        day, month, year, clock = dotted.groups()
    elif slashed := _SLASHED.fullmatch(cell):
        first, second, year, clock = slashed.groups()
        if order is None:
            raise BadCell("may begin with the day or with the month: say which in date_order")
        day, month = (first, second) if order == "day_first" else (second, first)
    else:
        return cell
    at = "" if clock is None else f" {clock.zfill(5 if clock.count(':') == 1 else 8)}"
    return f"{year}-{int(month):02}-{int(day):02}{at}"
