"""One record of a file as the values of one customer or one past interaction, or why it is none.

An empty cell says nothing: on an update the field stays as it is.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from onward.domain import cells, formulas
from onward.domain.cells import BadCell, Read
from onward.domain.delimited import Record
from onward.domain.imports import Import
from onward.domain.mappings import METADATA
from onward.domain.records import SKIPPED_OUTCOME
from onward.domain.schedule import Moment

_AHEAD = timedelta(minutes=5)
_MOST_METADATA_BYTES = 16 * 1024
_NAME_CHARS = 200


class BadLine(ValueError):
    """The line is no customer and no interaction; the message says why."""


class Surroundings(Struct, frozen=True):
    """`members`: id by folded e-mail address, name and id."""

    zone: str
    now: datetime
    members: dict[str, UUID]


class Reading:
    """Reads the records of one import."""

    def __init__(self, of: Import, around: Surroundings) -> None:
        self._of = of
        self._around = around
        readers = _customer_readers(around) if of.kind == "customers" else _interaction_readers(of, around)
        self._wanted: list[tuple[int, str, str, Read]] = [
            (at, field, of.layout.columns[at], readers.get(field, cells.text(1000)))
            for at, field in enumerate(of.mapping)
            if field is not None
        ]
        self._width = len(of.layout.columns)

    def values(self, record: Record) -> dict[str, Any]:
        """What the record says, by field; `metadata` as one. Raises BadLine."""
        found = self._fields(record)
        if self._of.kind == "customers":
            return _customer(found)
        return self._interaction(found)

    def _fields(self, record: Record) -> dict[str, Any]:
        if record.fault is not None:
            raise BadLine(record.fault)
        given = record.cells
        if len(given) != self._width and (len(given) < self._width or any(given[self._width :])):
            cells_given = "1 cell" if len(given) == 1 else f"{len(given)} cells"
            raise BadLine(f"has {cells_given}, but the first line has {self._width}")
        found: dict[str, Any] = {}
        metadata: dict[str, str] = {}
        for at, field, column, read in self._wanted:
            cell = formulas.taken_back(given[at].strip())
            if not cell:
                continue
            try:
                cells.check_characters(cell)
                value = read(cell)
            except BadCell as wrong:
                raise BadLine(f"{column}: {wrong}") from None
            if field.startswith(METADATA):
                metadata[field.removeprefix(METADATA)] = value
            else:
                found[field] = value
        if metadata:
            found["metadata"] = _fitting(metadata)
        return found

    def _interaction(self, found: dict[str, Any]) -> dict[str, Any]:
        """A final interaction: its status, outcome and time agree with each other."""
        ended = found.get("completed_at") or found.get("closed_at")
        if ended is None:
            raise BadLine("says nothing about completed_at: when it happened")
        if ended.at > self._around.now + _AHEAD:
            raise BadLine("lies in the future; only what is over can be imported")
        if found.keys().isdisjoint({"customer_external_id", "customer_email", "customer_id"}):
            raise BadLine("names no customer")
        status = found.setdefault("status", "completed")
        if status != "completed" and "outcome" in found:
            raise BadLine(f"has an outcome, but is {status}")
        if found.get("outcome") == SKIPPED_OUTCOME:
            raise BadLine("has the outcome skipped, which is reserved; give the status skipped")
        found["ended_at"] = ended.at
        found.setdefault("type", self._of.options.type)
        found.setdefault("title", str(found["type"]).replace("_", " ").capitalize())
        _check_span(found)
        return found


def _check_span(found: dict[str, Any]) -> None:
    scheduled: Moment | None = found.get("scheduled_at")
    due: Moment | None = found.get("due_at")
    if scheduled and due and due.at < scheduled.at and not due.all_day:
        raise BadLine("is due before it is scheduled")


def _customer(found: dict[str, Any]) -> dict[str, Any]:
    """The name, if it is in parts, put together; somebody without one is called by the company."""
    parts = [found.pop(part) for part in ("first_name", "last_name") if part in found]
    name = found.get("name") or " ".join(parts) or found.get("company")
    if name:
        found["name"] = str(name)[:_NAME_CHARS]
    return found


def _fitting(metadata: dict[str, str]) -> dict[str, str]:
    if len(msgspec.json.encode(metadata)) > _MOST_METADATA_BYTES:
        raise BadLine(f"has more than {_MOST_METADATA_BYTES} bytes of metadata")
    return metadata


def _member(around: Surroundings) -> Read:
    def read(cell: str) -> UUID:
        found = around.members.get(cell.casefold())
        if found is None:
            raise BadCell("names no active member, by e-mail address, name or id")
        return found

    return read


def _customer_readers(around: Surroundings) -> dict[str, Read]:
    return {
        "external_id": cells.text(200),
        "name": cells.text(_NAME_CHARS),
        "first_name": cells.text(100),
        "last_name": cells.text(99),
        "company": cells.text(300),
        "email": cells.email,
        "phone": cells.text(50),
        "timezone": cells.zone,
        "owner": _member(around),
        "status": cells.status,
        "do_not_contact": cells.channels,
        "tags": cells.tags,
        "notes": cells.text(10_000),
    }


def _interaction_readers(of: Import, around: Surroundings) -> dict[str, Read]:
    moment = cells.moment(around.zone, of.options.date_order)
    return {
        "customer_external_id": cells.text(200),
        "customer_email": cells.email,
        "customer_id": cells.identity,
        "type": cells.key,
        "title": cells.text(300),
        "description": cells.text(10_000),
        "status": cells.past_status,
        "outcome": cells.key,
        "outcome_details": cells.text(10_000),
        "close_reason": cells.text(300),
        "completed_at": moment,
        "closed_at": moment,
        "scheduled_at": moment,
        "due_at": moment,
        "priority": cells.priority,
        "assignee": _member(around),
    }
