"""The work on an import, unit by unit, each in one transaction under its job's lock: so each line counts once,
whoever dies in between.

A check reads the whole file in one unit and writes nothing but what it found. What becomes of single lines is
import_customers.py's and import_interactions.py's.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Protocol
from uuid import UUID

import msgspec
from msgspec import Struct, structs

from onward.actions import coverage, import_undoing
from onward.actions.acting import Acting
from onward.actions.import_customers import CustomerLines
from onward.actions.import_interactions import InteractionLines
from onward.actions.jobs import Unit, new_job, queue_job
from onward.domain import jobs
from onward.domain.cells import shown
from onward.domain.delimited import Place, Reader, Record
from onward.domain.import_rows import Reading, Surroundings
from onward.domain.imports import Import, LineOutcome
from onward.domain.jobs import Job
from onward.store import batches, imported
from onward.store import imports as store_imports

LINES_IN_A_UNIT = 8000
_LINES_IN_A_PORTION = 1000
_LINES_IN_THE_FIRST = 200
_DONE = frozenset({"ready", "created", "updated"})
_UNCHANGED = frozenset({"unchanged", "duplicate"})
_LONGEST_KEPT_CELL_CHARS = 10_000


class Lines(Protocol):
    """What can be done with records of a file."""

    async def check(self, records: Sequence[Record]) -> list[LineOutcome]: ...

    def write(self, portions: Sequence[Sequence[Record]]) -> AsyncIterator[list[LineOutcome]]:
        """What became of each portion, as soon as it is written. At least one."""


class _Repaired(Struct, frozen=True):
    """The last line whose customer was seen to."""

    line: int = 0


class _Parameters(Struct, frozen=True):
    import_id: UUID


async def check_unit(acting: Acting, job: Job) -> Job:
    """Try the whole file, and keep what is wrong with which line."""
    of = await _import_of(acting, job)
    lines = await _lines(acting, of)
    await store_imports.delete_lines(acting.tx, acting.tenant_id, of.id)
    place: Place | None = of.layout.place
    while place is not None:
        records, place = await _read(acting, of, place, LINES_IN_A_UNIT)
        outcomes = await lines.check(records)
        job = _counted(job, outcomes)
        worth_keeping = [outcome for outcome in outcomes if outcome.result != "ready"]
        await _keep(acting, of, worth_keeping)
    return jobs.ended(job, "done", acting.now)


async def run_unit(acting: Acting, job: Job) -> Job:
    """Write some lines; after the last one the file itself is no longer needed."""
    of = await _import_of(acting, job)
    if not job.progress:
        await store_imports.delete_lines(acting.tx, acting.tenant_id, of.id)
    place = Place(**job.progress) if job.progress else of.layout.place
    records, after = await _read(acting, of, place, LINES_IN_A_UNIT)
    lines = await _lines(acting, of)
    async for outcomes in lines.write(_portions(records)):
        await _keep(acting, of, outcomes)
        job = _counted(job, outcomes)
    if after is not None:
        return structs.replace(job, progress=structs.asdict(after))
    await store_imports.delete_parts(acting.tx, acting.tenant_id, of.id)
    if of.options.repair and job.done:
        await queue_job(acting, new_job(acting, "import_repair", job.parameters, total=job.done))
    return jobs.ended(job, "done", acting.now)


async def repair_unit(acting: Acting, job: Job) -> Job:
    """Give customers of the file whom nothing covers a next step: the one thing that follows from an import."""
    of = await _import_of(acting, job)
    after = msgspec.convert(job.progress, _Repaired).line
    lines = await store_imports.list_lines(
        acting.tx, acting.tenant_id, of.id, ["created", "updated"], after, coverage.BATCH
    )
    if not lines:
        return jobs.ended(job, "done", acting.now)
    ids = [line.subject_id for line in lines if line.subject_id is not None]
    if of.kind == "interactions":
        found = await batches.list_interactions(acting.tx, acting.tenant_id, ids)
        ids = [one.customer_id for one in found.values()]
    spreading = await coverage.spreading_of(acting, of.options.daily_cap)
    results = [one.result for one in await coverage.repair_customers(acting, ids, spreading)]
    return structs.replace(
        job,
        done=job.done + results.count("created"),
        unchanged=job.unchanged + results.count("unchanged"),
        failed=job.failed + results.count("failed"),
        progress={"line": lines[-1].line},
    )


UNITS: Mapping[str, Unit] = {
    "import_check": check_unit,
    "import": run_unit,
    "import_repair": repair_unit,
    "import_undo": import_undoing.undo_unit,
}


async def _import_of(acting: Acting, job: Job) -> Import:
    import_id = msgspec.convert(job.parameters, _Parameters).import_id
    return await store_imports.get_import(acting.tx, acting.tenant_id, import_id)


async def _lines(acting: Acting, of: Import) -> Lines:
    members = await imported.list_members(acting.tx, acting.tenant_id)
    by_name = {key.casefold(): member_id for member_id, *keys in reversed(members) for key in keys if key}
    by_id = {str(member_id): member_id for member_id, *_ in members}
    reading = Reading(of, Surroundings(acting.settings.zone, acting.now, {**by_name, **by_id}))
    return CustomerLines(acting, of, reading) if of.kind == "customers" else InteractionLines(acting, reading)


async def _read(acting: Acting, of: Import, place: Place, most: int) -> tuple[list[Record], Place | None]:
    """Up to so many records from a place on, and where the next one begins; None at the end of the file."""
    layout = of.layout
    reader = Reader(layout.encoding, layout.delimiter, place)
    records: list[Record] = []
    parts = store_imports.read_parts(acting.tx, acting.tenant_id, of.id, layout.mark_bytes + place.byte)
    async for part in parts:
        for record in reader.feed(part):
            if len(records) == most:
                return records, records[-1].after
            records.append(record)
    records += reader.finish()
    return records, None


def _portions(records: Sequence[Record]) -> list[Sequence[Record]]:
    """One at least. The first one is short, for nothing is written while it is decided."""
    begins = range(_LINES_IN_THE_FIRST, len(records), _LINES_IN_A_PORTION)
    return [records[:_LINES_IN_THE_FIRST], *(records[at : at + _LINES_IN_A_PORTION] for at in begins)]


async def _keep(acting: Acting, of: Import, outcomes: Sequence[LineOutcome]) -> None:
    kept = [
        outcome
        if outcome.cells is None
        else structs.replace(outcome, cells=[shown(cell, _LONGEST_KEPT_CELL_CHARS) for cell in outcome.cells])
        for outcome in outcomes
    ]
    await store_imports.insert_lines(acting.tx, acting.tenant_id, of.id, kept)


def _counted(job: Job, outcomes: Sequence[LineOutcome]) -> Job:
    results = [outcome.result for outcome in outcomes]
    return structs.replace(
        job,
        done=job.done + sum(result in _DONE for result in results),
        unchanged=job.unchanged + sum(result in _UNCHANGED for result in results),
        failed=job.failed + results.count("error"),
    )
