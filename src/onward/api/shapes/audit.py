"""The audit log as it travels."""

import csv
import io
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from onward.api.shapes.fields import Cursor, Instant, Limit, When
from onward.domain.people import AuditEntry

Act = Annotated[str, Meta(min_length=1, max_length=60, description="What was done, such as `edit_member`")]
ExportLimit = Annotated[int, Meta(ge=1, le=10_000, description="How many lines at the most")]
# A spreadsheet would run a cell that begins like this.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class AuditEntryOut(Struct, frozen=True):
    """`act` is the name of an operation of this API, `refused` for one that the role did not allow, or what a person
    did to his or her account."""

    id: UUID
    at: Instant
    act: str
    actor_kind: str
    actor_id: UUID | None
    subject_id: UUID | None
    address: str | None
    request_id: str | None
    details: dict[str, Any]

    @classmethod
    def of(cls, entry: AuditEntry) -> "AuditEntryOut":
        return cls(*msgspec.structs.astuple(entry))


class AuditPageOut(Struct, frozen=True):
    data: list[AuditEntryOut]
    next_cursor: str | None


class ListAuditQuery(Struct, frozen=True, forbid_unknown_fields=True):
    act: list[Act] = []
    actor_id: UUID | None = None
    subject_id: UUID | None = None
    since: When | None = None
    until: When | None = None
    sort: Literal["at", "-at"] = "-at"
    limit: Limit = 50
    cursor: Cursor | None = None


class ExportAuditQuery(Struct, frozen=True, forbid_unknown_fields=True):
    format: Literal["csv", "jsonl"] = "jsonl"
    act: list[Act] = []
    actor_id: UUID | None = None
    subject_id: UUID | None = None
    since: When | None = None
    until: When | None = None
    sort: Literal["at", "-at"] = "at"
    limit: ExportLimit = 10_000
    cursor: Cursor | None = None


def as_lines(entries: list[AuditEntryOut]) -> bytes:
    return b"".join(msgspec.json.encode(entry) + b"\n" for entry in entries)


def as_csv(entries: list[AuditEntryOut]) -> bytes:
    """With a heading; a cell that a spreadsheet would run begins with an apostrophe."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(AuditEntryOut.__struct_fields__)
    for entry in entries:
        plain = msgspec.to_builtins(entry)
        writer.writerow([_cell(value) for value in plain.values()])
    return written.getvalue().encode("utf-8")


def _cell(value: object) -> str:
    text = msgspec.json.encode(value).decode() if isinstance(value, dict) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
