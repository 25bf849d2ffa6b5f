"""Imports as they travel."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from onward.actions.imports import Standing
from onward.api.shapes.fields import Cursor, Instant, Key, Limit
from onward.domain import imports, mappings
from onward.domain.encodings import Encoding
from onward.domain.imports import DateOrder, ImportKind, ImportStatus, Options

Kind = Annotated[ImportKind, Meta(description="What each line of the file is")]
FileName = Annotated[str, Meta(min_length=1, max_length=200, description="What the file is called, for people")]
Delimiter = Literal[",", ";", "\t", "|"]
Field = Annotated[str, Meta(min_length=1, max_length=110, description="A field, or `metadata.` and a key")]
Mapping = Annotated[
    list[Field | None], Meta(max_length=200, description="The field of each column, null for one that is left out")
]
ProblemResult = Literal["error", "duplicate", "kept"]


class UploadQuery(Struct, frozen=True, forbid_unknown_fields=True):
    kind: Kind = "customers"
    file_name: FileName = "import.csv"


class ListImportsQuery(Struct, frozen=True, forbid_unknown_fields=True):
    sort: Literal["created_at", "-created_at"] = "-created_at"
    limit: Limit = 50
    cursor: Cursor | None = None


class ImportLinesQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Without `result` all that somebody has to look at."""

    result: list[ProblemResult] = []


class ImportOptions(Struct, frozen=True, forbid_unknown_fields=True):
    """What to do with lines that are known already, and how to understand what a file leaves open.

    `on_known`: a customer with the line's `external_id` is left alone, or changed where the line says something.
    `same_email`: the same, where only the e-mail address is known; `create` makes another customer. `date_order`:
    whether 3/4/2026 begins with the day. `type`: of past interactions, where the file names none. `repair`: give
    customers who have no next step one afterwards, as `POST /v1/coverage/repair` does; `daily_cap`: at the most so many
    a day and assignee.
    """

    on_known: Literal["skip", "update"] = "skip"
    same_email: Literal["skip", "update", "create"] = "skip"
    date_order: DateOrder | None = None
    type: Key = "phone_call"
    repair: bool = True
    daily_cap: Annotated[int, Meta(ge=1, le=10_000)] | None = None

    def options(self) -> Options:
        return Options(**msgspec.structs.asdict(self))


class ChangeImportIn(Struct, frozen=True, forbid_unknown_fields=True):
    """How the file is to be read; what is left out stays as it was found."""

    encoding: Encoding | UnsetType = UNSET
    delimiter: Delimiter | UnsetType = UNSET
    has_heading: bool | UnsetType = UNSET
    mapping: Mapping | UnsetType = UNSET
    options: ImportOptions | UnsetType = UNSET


class ImportVerbIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to say."""


class ImportColumnOut(Struct, frozen=True):
    """One column: its heading, the field that it is read as, and what stands in it on the first rows."""

    name: str
    field: str | None
    samples: list[str]


class ImportProgressOut(Struct, frozen=True):
    """How far the work is: lines in the file, and what came of those so far. `ready` counts what a check finds good,
    what a run wrote, and what undoing took back. The rate is in lines a second."""

    lines: int
    ready: int
    duplicates: int
    errors: int
    lines_per_second: float | None
    seconds_left: float | None


class ImportOut(Struct, frozen=True):
    """`status` tells what was done last; `problem` why that failed. `imported_before_at`: when the very same file was
    imported already. `undo_until`: until when rows that nobody has touched can be taken back."""

    id: UUID
    kind: ImportKind
    status: ImportStatus
    file_name: str
    size_bytes: int
    encoding: Encoding
    delimiter: str
    has_heading: bool
    columns: list[ImportColumnOut]
    fields: list[str]
    options: ImportOptions
    progress: ImportProgressOut | None
    problem: str | None
    imported_before_at: Instant | None
    undo_until: Instant | None
    job_id: UUID | None
    created_by: UUID
    version: int
    created_at: Instant
    updated_at: Instant

    @classmethod
    def of(cls, standing: Standing) -> "ImportOut":
        of, job = standing.of, standing.job
        return cls(
            id=of.id,
            kind=of.kind,
            status=standing.status,
            file_name=of.file_name,
            size_bytes=of.size_bytes,
            encoding=of.layout.encoding,
            delimiter=of.layout.delimiter,
            has_heading=of.layout.has_heading,
            columns=_columns(of),
            fields=list(mappings.FIELDS[of.kind]),
            options=ImportOptions(**msgspec.structs.asdict(of.options)),
            progress=_progress(standing),
            problem=None if job is None else job.problem,
            imported_before_at=standing.imported_before_at,
            undo_until=imports.undo_until(of.stage, job),
            job_id=of.job_id,
            created_by=of.created_by,
            version=of.version,
            created_at=of.created_at,
            updated_at=of.updated_at,
        )


class ImportPageOut(Struct, frozen=True):
    data: list[ImportOut]
    next_cursor: str | None


def _columns(of: imports.Import) -> list[ImportColumnOut]:
    samples = [[row[at] if at < len(row) else "" for row in of.samples] for at in range(len(of.layout.columns))]
    return [ImportColumnOut(*column) for column in zip(of.layout.columns, of.mapping, samples, strict=True)]


def _progress(standing: Standing) -> ImportProgressOut | None:
    job = standing.job
    if job is None:
        return None
    settled = job.done + job.unchanged + job.failed
    seconds = imports.working_seconds(job, standing.now)
    rate = settled / seconds if seconds and settled else None
    left = (job.total - settled) / rate if rate and job.ended_at is None else None
    return ImportProgressOut(
        lines=job.total,
        ready=job.done,
        duplicates=job.unchanged,
        errors=job.failed,
        lines_per_second=None if rate is None else round(rate, 1),
        seconds_left=None if left is None else round(max(0.0, left), 1),
    )
