"""Imports: a file that was uploaded, how it is to be read, and where it stands. Records, and what they allow."""

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct

from onward.domain.delimited import Place
from onward.domain.encodings import Encoding
from onward.domain.errors import Conflict
from onward.domain.jobs import UNFINISHED, Job

ImportKind = Literal["customers", "interactions"]
Stage = Literal["uploaded", "check", "run", "undo"]
ImportStatus = Literal["uploaded", "checking", "checked", "running", "done", "undoing", "undone", "cancelled", "failed"]
LineResult = Literal["ready", "created", "updated", "unchanged", "duplicate", "error", "removed", "restored", "kept"]
DateOrder = Literal["day_first", "month_first"]

PART_BYTES = 256 * 1024
"""How a file is kept: in parts of this size, the last one smaller."""
MOST_AT_ONCE = 1000
"""A file of more lines is a worker's; the work on one of fewer is done while its asker waits."""
UNDO_WITHIN = timedelta(hours=24)
KEPT = timedelta(days=31)
"""How long a file and what came of its lines are kept; a little longer than the jobs that worked on it."""

JOB_KINDS: dict[str, Stage] = {"import_check": "check", "import": "run", "import_undo": "undo"}
_AT_WORK: dict[Stage, ImportStatus] = {"check": "checking", "run": "running", "undo": "undoing"}
_DONE: dict[Stage, ImportStatus] = {"check": "checked", "run": "done", "undo": "undone"}


class Options(Struct, frozen=True, forbid_unknown_fields=True):
    """What to do with lines that are known already, and how to understand what a file leaves open.

    `on_known` is for lines whose `external_id` a customer has; `same_email` for those of which only the e-mail address
    is known. `date_order` is how `3/4/2026` is meant. `type` is that of
    past interactions where the file names none. `repair`: give customers without one a next step afterwards, at the
    most `daily_cap` a day and assignee.
    """

    on_known: Literal["skip", "update"] = "skip"
    same_email: Literal["skip", "update", "create"] = "skip"
    date_order: DateOrder | None = None
    type: str = "phone_call"
    repair: bool = True
    daily_cap: int | None = None


class Layout(Struct, frozen=True):
    """How the bytes are cut into cells. `columns` are the heading's words, made different from each other; the first
    record after it begins at `place`, both counted after the mark at the file's beginning."""

    encoding: Encoding
    mark_bytes: int
    delimiter: str
    has_heading: bool
    columns: list[str]
    place: Place


class Import(Struct, frozen=True):
    """`mapping` says of each column which field it is, None for a column that is left out."""

    id: UUID
    kind: ImportKind
    file_name: str
    size_bytes: int
    digest: bytes
    lines: int
    found_encoding: Encoding
    mark_bytes: int
    layout: Layout
    samples: list[list[str]]
    mapping: list[str | None]
    options: Options
    stage: Stage
    job_id: UUID | None
    run_job_id: UUID | None
    created_by: UUID
    version: int
    created_at: datetime
    updated_at: datetime


class LineOutcome(Struct, frozen=True):
    """What became of one line. `version` is its subject's afterwards, `old` what an update changed; `cells` are kept
    of lines that somebody has to look at."""

    line: int
    result: LineResult
    reason: str | None = None
    subject_id: UUID | None = None
    version: int | None = None
    old: dict[str, object] | None = None
    cells: list[str] | None = None


def status_of(stage: Stage, job: Job | None) -> ImportStatus:
    """Where an import stands, by the job that it was last given to."""
    if stage == "uploaded" or job is None:
        return "uploaded" if stage == "uploaded" else _DONE[stage]
    if job.status in UNFINISHED:
        return _AT_WORK[stage]
    if job.status == "done":
        return _DONE[stage]
    return "cancelled" if job.status == "cancelled" else "failed"


def check_may_change(stage: Stage, job: Job | None) -> None:
    """Raises Conflict once rows have come of it, or while somebody works on it."""
    status = status_of(stage, job)
    if job is not None and job.status in UNFINISHED:
        raise Conflict(f"This import is {status}. Wait for its end, or cancel it.")
    if stage in {"run", "undo"}:
        raise Conflict("This import was run already. Upload the file again to import it in another way.")


def undo_until(stage: Stage, job: Job | None) -> datetime | None:
    """Until when a run can be taken back; None when there is nothing to take back."""
    if stage != "run" or job is None or job.ended_at is None or not job.done:
        return None
    return job.ended_at + UNDO_WITHIN


def working_seconds(job: Job, now: datetime) -> float:
    """How long a job has been, or was, at work."""
    return 0.0 if job.started_at is None else ((job.ended_at or now) - job.started_at).total_seconds()


def check_may_undo(stage: Stage, job: Job | None, now: datetime) -> None:
    """Raises Conflict for an import that has done nothing yet, is at work, or ended too long ago."""
    if stage != "run" or job is None:
        raise Conflict("There is nothing to undo: this import has not been run, or was undone already.")
    if job.ended_at is None:
        raise Conflict("This import is still running. Cancel it first, then undo what it did.")
    if now > job.ended_at + UNDO_WITHIN:
        raise Conflict("This import ended more than 24 hours ago, so it cannot be undone any more.")
