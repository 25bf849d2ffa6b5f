"""`onward export` and `onward import`: one tenant's rows in a file, and a new tenant from such a file."""

import os
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Literal

import onward
from onward import wiring
from onward.actions import auditing, spreadsheets, worlds
from onward.cli import tenancy, terminal
from onward.cli.administering import administer
from onward.domain import errors
from onward.domain.records import Tenant
from onward.domain.world import Head
from onward.store import inspection
from onward.store.transactions import Snapshot
from onward.wiring import Administration

What = Literal["everything", "customers", "interactions"]
_Source = Callable[[Snapshot], AsyncIterator[bytes]]


def export(file: Path, /, *, tenant: str, what: What = "everything", overwrite: bool = False) -> None:
    """Write a tenant's rows to a file, as of one moment, while servers go on.

    Parameters
    ----------
    file
        Where to; it gets this name only when it is whole.
    tenant
        The tenant's slug or id.
    what
        Everything as JSON Lines, or customers or interactions as CSV.
    overwrite
        Replace a file of that name.
    """
    target = file.expanduser().absolute()
    _check_target(target, overwrite=overwrite)

    async def work(administration: Administration) -> None:
        chosen = await administration.get_tenant(tenant)
        async with administration.acting_for(chosen) as acting:
            await auditing.note(acting, f"export_{what}")
        with _drafted(target) as draft:
            async with administration.database.snapshot(chosen.id) as view:
                async for part in _source(what, chosen)(view):
                    draft.write(part)

    administer(work)
    terminal.say(f"Exported {what} of {tenant} to {file} ({target.stat().st_size / 1024**2:.1f} MiB).")


def _source(what: What, tenant: Tenant) -> _Source:
    if what == "customers":
        return spreadsheets.customers
    if what == "interactions":
        return spreadsheets.interactions
    head = worlds.head_of(tenant, onward.__version__, inspection.expected_revision(), wiring.clock())
    return partial(worlds.tell, head=head)


def import_(file: Path, /, *, slug: str, name: str | None = None) -> None:
    """Make a new tenant from an export of everything, with the same ids: all of it, or nothing.

    Parameters
    ----------
    file
        What `onward export` or `GET /v1/exports/everything` wrote.
    slug
        The new tenant's short name.
    name
        The organisation's name; without one it is the file's.
    """
    tenancy.check_slug(slug)
    if name is not None:
        tenancy.check_name(name)

    async def work(administration: Administration) -> dict[str, int]:
        with _opened(file) as source:
            head = worlds.read_head(source.readline())
            source.seek(0)
            return await _make(administration, _tenant(head, slug, name), source)

    rows = administer(work)
    told = ", ".join(f"{count} {table.replace('_', ' ')}" for table, count in rows.items())
    terminal.say(f"Made the tenant {slug} with {told}.")


def _tenant(head: Head, slug: str, name: str | None) -> Tenant:
    return Tenant(
        id=wiring.new_id(), slug=slug, name=(name or head.tenant_name).strip(), local_member_id=head.local_member_id
    )


async def _make(administration: Administration, tenant: Tenant, source: IO[bytes]) -> dict[str, int]:
    async with administration.connection.transaction():
        if not await administration.registry.insert_tenant(tenant, wiring.clock()):
            raise errors.Conflict(f"There is a tenant {tenant.slug!r} already. Choose another slug.")
        async with administration.acting_for(tenant) as acting:
            return await worlds.take(acting, source, tenant.local_member_id)


def _check_target(target: Path, *, overwrite: bool) -> None:
    if not target.parent.is_dir():
        raise errors.Refused(f"There is no folder {target.parent}.")
    if target.exists() and not (overwrite and target.is_file()):
        raise errors.Refused(f"{target} is there already. Choose another name, or add --overwrite.")


@contextmanager
def _drafted(target: Path) -> Iterator[IO[bytes]]:
    """A file beside the target that takes its name if all goes well, and else leaves nothing."""
    try:
        with tempfile.NamedTemporaryFile(prefix=f".{target.name}.", dir=target.parent, delete=False) as draft:
            path = Path(draft.name)
            try:
                yield draft
                draft.flush()
                os.fsync(draft.fileno())
                path.replace(target)
            finally:
                path.unlink(missing_ok=True)
    except OSError as problem:
        raise errors.Refused(f"{target} cannot be written: {problem.strerror}.") from problem


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        with path.expanduser().open("rb") as source:
            yield source
    except OSError as problem:
        raise errors.Refused(f"{path} cannot be read: {problem.strerror}.") from problem
