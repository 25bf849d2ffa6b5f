"""Imports as people steer them: upload, map, check, run, cancel, undo, remove. The work itself is import_runs.py's."""

from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType, structs

from onward.actions import import_runs, jobs
from onward.actions.acting import Acting
from onward.domain import errors, imports, mappings, previews
from onward.domain.encodings import Encoding, Sniffer
from onward.domain.imports import KEPT, PART_BYTES, Import, ImportKind, ImportStatus, Options
from onward.domain.jobs import UNFINISHED, Job
from onward.domain.previews import check_delimiter
from onward.store import imports as store_imports
from onward.store import jobs as store_jobs


class File(Struct, frozen=True):
    """An uploaded file; `parts` gives it from its beginning, in parts of a size, as often as one likes."""

    name: str
    size_bytes: int
    digest: bytes
    parts: Callable[[int], Iterator[bytes]]


class Standing(Struct, frozen=True):
    """An import with the job that it was last given to, and when the very same file was imported before."""

    of: Import
    now: datetime
    job: Job | None = None
    imported_before_at: datetime | None = None

    @property
    def status(self) -> ImportStatus:
        return imports.status_of(self.of.stage, self.job)


class Change(Struct, frozen=True):
    """How else a file is to be read; what is UNSET stays."""

    encoding: Encoding | UnsetType = UNSET
    delimiter: str | UnsetType = UNSET
    has_heading: bool | UnsetType = UNSET
    mapping: list[str | None] | UnsetType = UNSET
    options: Options | UnsetType = UNSET


async def upload(acting: Acting, kind: ImportKind, file: File) -> Standing:
    """Keep a file and find out how it is to be read. Raises Invalid for one in which there is nothing."""
    sniffer = Sniffer()
    for part in file.parts(PART_BYTES):
        sniffer.feed(part)
    found = sniffer.finding()
    head = next(file.parts(PART_BYTES), b"")
    layout, samples = previews.preview(
        head[found.mark_bytes :],
        found.encoding,
        found.mark_bytes,
        None,
        None,
        is_all=file.size_bytes <= PART_BYTES,
    )
    known = await store_imports.find_mapping(acting.tx, acting.tenant_id, kind, layout.columns)
    made = Import(
        id=acting.new_id(),
        kind=kind,
        file_name=file.name,
        size_bytes=file.size_bytes,
        digest=file.digest,
        lines=found.lines,
        found_encoding=found.encoding,
        mark_bytes=found.mark_bytes,
        layout=layout,
        samples=samples,
        mapping=known or mappings.suggested(kind, layout.columns),
        options=Options(),
        stage="uploaded",
        job_id=None,
        run_job_id=None,
        created_by=acting.actor.id,
        version=1,
        created_at=acting.now,
        updated_at=acting.now,
    )
    await store_imports.insert_import(acting.tx, acting.tenant_id, made, file.parts(PART_BYTES))
    return await standing_of(acting, made)


async def get_standing(acting: Acting, import_id: UUID) -> Standing:
    """Raises NotFound."""
    return await standing_of(acting, await store_imports.get_import(acting.tx, acting.tenant_id, import_id))


async def standing_of(acting: Acting, of: Import) -> Standing:
    before = await store_imports.find_earlier(acting.tx, acting.tenant_id, of)
    return Standing(of, acting.now, await find_job(acting, of), before)


async def find_job(acting: Acting, of: Import) -> Job | None:
    """The job that an import was last given to, as long as it is kept."""
    return None if of.job_id is None else await store_jobs.find_job(acting.tx, acting.tenant_id, of.job_id)


async def change(acting: Acting, import_id: UUID, wanted: Change, if_match: int | None = None) -> Standing:
    """Read the file in another way; a check that was made counts no more. Raises NotFound, Stale, Conflict, Invalid."""
    before = await _lock(acting, import_id)
    if if_match is not None and if_match != before.version:
        raise errors.Stale(f'This was changed since: it is at version "{before.version}" now. Read it again.')
    imports.check_may_change(before.stage, await find_job(acting, before))
    after = await _laid_out(acting, before, wanted)
    if wanted.mapping is not UNSET:
        after = structs.replace(after, mapping=wanted.mapping)
    if wanted.options is not UNSET:
        after = structs.replace(after, options=wanted.options)
    if wanted.mapping is not UNSET and (faults := mappings.faults(after.kind, after.mapping, after.layout.columns)):
        raise errors.Invalid(faults)
    return await standing_of(acting, await _save(acting, after, "uploaded", None))


async def _laid_out(acting: Acting, before: Import, wanted: Change) -> Import:
    """Another cut of the file brings other columns, and those a mapping of their own."""
    if wanted.encoding is UNSET and wanted.delimiter is UNSET and wanted.has_heading is UNSET:
        return before
    old = before.layout
    encoding = old.encoding if wanted.encoding is UNSET else wanted.encoding
    delimiter = old.delimiter if wanted.delimiter is UNSET else wanted.delimiter
    heading = old.has_heading if wanted.has_heading is UNSET else wanted.has_heading
    check_delimiter(delimiter)
    mark_bytes = before.mark_bytes if encoding == before.found_encoding else 0
    parts = store_imports.read_parts(acting.tx, acting.tenant_id, before.id, 0)
    head = await anext(parts, b"")
    is_all = before.size_bytes <= PART_BYTES
    layout, samples = previews.preview(head[mark_bytes:], encoding, mark_bytes, delimiter, heading, is_all=is_all)
    mapping = before.mapping
    if layout.columns != old.columns:
        mapping = mappings.suggested(before.kind, layout.columns)
    return structs.replace(before, layout=layout, samples=samples, mapping=mapping)


async def check(acting: Acting, import_id: UUID) -> Standing:
    """Have the file tried line by line, and nothing written. Raises NotFound, Conflict, Invalid."""
    before = await _lock(acting, import_id)
    imports.check_may_change(before.stage, await find_job(acting, before))
    return await _begin(acting, before, "import_check")


async def run(acting: Acting, import_id: UUID) -> Standing:
    """Have the file's lines written. Raises NotFound, Conflict, Invalid."""
    before = await _lock(acting, import_id)
    imports.check_may_change(before.stage, await find_job(acting, before))
    return await _begin(acting, before, "import")


async def undo(acting: Acting, import_id: UUID) -> Standing:
    """Have taken back what an import wrote, as far as nobody has touched it since. Raises NotFound, Conflict."""
    before = await _lock(acting, import_id)
    imports.check_may_undo(before.stage, await find_job(acting, before), acting.now)
    return await _begin(acting, before, "import_undo")


async def cancel(acting: Acting, import_id: UUID) -> Standing:
    """End the work on an import after the lines at hand; what is written stays. Raises NotFound, Conflict."""
    of = await store_imports.get_import(acting.tx, acting.tenant_id, import_id)
    if of.job_id is None:
        raise errors.Conflict("Nobody works on this import, so there is nothing to cancel.")
    await jobs.cancel_job(acting, of.job_id)
    return await get_standing(acting, import_id)


async def remove(acting: Acting, import_id: UUID) -> None:
    """Forget a file and what is told of it; rows that came of it stay. Raises NotFound, Conflict."""
    of = await _lock(acting, import_id)
    job = await find_job(acting, of)
    if job is not None and job.status in UNFINISHED:
        raise errors.Conflict("This import is at work. Wait for its end, or cancel it.")
    await store_imports.delete_import(acting.tx, acting.tenant_id, import_id)


async def prune(acting: Acting, limit: int = 5) -> int:
    """Forget some of the imports from long ago; how many."""
    old = await store_imports.list_old(acting.tx, acting.tenant_id, acting.now - KEPT, limit)
    for import_id in old:
        await store_imports.delete_import(acting.tx, acting.tenant_id, import_id)
    return len(old)


async def _lock(acting: Acting, import_id: UUID) -> Import:
    await store_imports.lock_import(acting.tx, acting.tenant_id, import_id)
    return await store_imports.get_import(acting.tx, acting.tenant_id, import_id)


async def _begin(acting: Acting, before: Import, kind: str) -> Standing:
    if faults := mappings.faults(before.kind, before.mapping, before.layout.columns):
        raise errors.Invalid(faults)
    job = jobs.new_job(acting, kind, {"import_id": str(before.id)}, total=before.lines - before.layout.has_heading)
    if before.lines <= imports.MOST_AT_ONCE:
        job = await _done_at_once(acting, job)
    await jobs.queue_job(acting, job)
    return await standing_of(acting, await _save(acting, before, imports.JOB_KINDS[kind], job))


async def _done_at_once(acting: Acting, job: Job) -> Job:
    job = structs.replace(job, status="running", started_at=acting.now)
    while job.status == "running":
        job = await import_runs.UNITS[job.kind](acting, job)
    return job


async def _save(acting: Acting, of: Import, stage: imports.Stage, job: Job | None) -> Import:
    after = structs.replace(
        of,
        stage=stage,
        job_id=None if job is None else job.id,
        run_job_id=job.id if job is not None and stage == "run" else of.run_job_id,
        version=of.version + 1,
        updated_at=acting.now,
    )
    await store_imports.update_import(acting.tx, acting.tenant_id, after)
    return after
