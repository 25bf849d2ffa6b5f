"""`onward doctor`: looks at everything that Onward stands on, and says what to do about what is wrong."""

import asyncio
import os
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from msgspec import Struct
from rich.markup import escape

from onward import settings as settings_room
from onward import wiring
from onward.api import access
from onward.cli import checks, terminal
from onward.domain import errors
from onward.embedded.errors import EngineError
from onward.settings import Settings
from onward.store import inspection
from onward.store.inspection import Connection
from onward.store.transactions import APP_ROLE, Database
from onward.wiring import Addresses

_SKEW_SECONDS = 2.0
_GIBIBYTE = 1024**3
_SCARCE_BYTES = 2 * _GIBIBYTE
_TOO_FEW_BYTES = _GIBIBYTE // 4
_MARKS = {"ok": "[green]ok  [/]", "warn": "[yellow]warn[/]", "fail": "[bold red]fail[/]"}


class Finding(Struct, frozen=True):
    level: Literal["ok", "warn", "fail"]
    subject: str
    words: str


def doctor() -> int:
    """Check the database, the migrations, row security, the clocks, the settings and the disk.

    Each line is ok, warn or fail, and says what to do. Ends with 1 if any is fail.
    """
    failed = False
    for finding in _examine():
        failed = failed or finding.level == "fail"
        terminal.say_styled(f"{_MARKS[finding.level]}  {finding.subject}: {escape(finding.words)}")
    return 1 if failed else 0


def _examine() -> Iterable[Finding]:
    yield from _unknown_variables()
    try:
        settings = wiring.read_settings(os.environ)
    except errors.Invalid as invalid:
        yield from (Finding("fail", "settings", f"{fault.field} {fault.message}") for fault in invalid.faults)
        return
    if settings.database_url is None:
        yield _disk(wiring.engine_folder(settings))
    yield from _database(settings)


def _unknown_variables() -> Iterable[Finding]:
    unknown = settings_room.unknown(os.environ)
    for name in unknown:
        yield Finding("warn", "settings", f"{name} means nothing here. Is it misspelt? docs/settings.md has them all.")
    if not unknown:
        yield Finding("ok", "settings", "every ONWARD_ variable is known")


def _disk(folder: Path) -> Finding:
    existing = next(each for each in (folder, *folder.parents) if each.exists())
    free = shutil.disk_usage(existing).free
    words = f"{free / _GIBIBYTE:.1f} GiB free for {folder}"
    if free < _TOO_FEW_BYTES:
        return Finding("fail", "disk", f"{words}. PostgreSQL stops when there is none: make room.")
    if free < _SCARCE_BYTES:
        return Finding("warn", "disk", f"{words}. Make room soon.")
    return Finding("ok", "disk", words)


def _database(settings: Settings) -> Iterable[Finding]:
    if settings.database_url is None and not wiring.has_engine(settings):
        folder = wiring.engine_folder(settings)
        yield Finding("warn", "engine", f"there is no database in {folder} yet. `onward serve` makes one.")
        return
    try:
        with wiring.open_engine(settings) as addresses:
            if addresses.engine is not None:
                yield Finding("ok", "engine", f"the embedded PostgreSQL answers, in {addresses.engine.cluster_dir}")
            yield from asyncio.run(_look_into(addresses, settings))
    except EngineError as failure:
        yield Finding("fail", "engine", str(failure))
    except errors.OnwardError as failure:
        yield Finding("fail", "database", str(failure))


async def _look_into(addresses: Addresses, settings: Settings) -> list[Finding]:
    async with wiring.connected(addresses.owner) as connection:
        found = [await _version(connection), await _migrations(connection), await _clock(connection)]
        if found[1].level == "fail":
            return found
        found.append(await _row_security(connection))
    return [*found, *await _look_as_server(addresses, settings)]


async def _version(connection: Connection) -> Finding:
    major, written = await inspection.get_version(connection)
    return _judged("database", checks.version_fault(major, written), f"reachable, PostgreSQL {written}")


async def _migrations(connection: Connection) -> Finding:
    found = await inspection.find_revision(connection)
    return _judged("migrations", checks.revision_fault(found, inspection.expected_revision()), f"at revision {found}")


async def _clock(connection: Connection) -> Finding:
    before = datetime.now(UTC)
    theirs = await inspection.get_time(connection)
    ours = before + (datetime.now(UTC) - before) / 2
    skew_seconds = (ours - theirs).total_seconds()
    words = f"{abs(skew_seconds):.1f} seconds between this machine and the database"
    if abs(skew_seconds) > _SKEW_SECONDS:
        return Finding("warn", "clock", f"{words}. Steps are dated by this machine's: let NTP set both.")
    return Finding("ok", "clock", words)


async def _row_security(connection: Connection) -> Finding:
    guards = await inspection.list_guards(connection)
    open_tables = [guard.table for guard in guards if not guard.holds]
    if not open_tables:
        return Finding("ok", "row security", f"forced on all {len(guards)} tables of tenants")
    commands = "; ".join(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY" for table in open_tables
    )
    missing = [guard.table for guard in guards if not guard.has_policy]
    policies = f" The policy is missing on {', '.join(missing)}: restore a backup." if missing else ""
    return Finding("fail", "row security", f"does not hold on {', '.join(open_tables)}. Run: {commands}.{policies}")


async def _look_as_server(addresses: Addresses, settings: Settings) -> list[Finding]:
    try:
        async with wiring.connected(addresses.database, APP_ROLE) as connection:
            standing = await inspection.get_standing(connection)
            capacity = await inspection.get_capacity(connection)
    except errors.Refused as refused:
        return [Finding("fail", "role", f"{refused} Run `onward migrate`: it lets the server's user be {APP_ROLE}.")]
    pools = f"{settings.pool_size} × {settings.workers} of {capacity.open_to_us} connections"
    return [
        _judged("role", checks.standing_fault(standing), f"{standing.name} is bound by row security"),
        _judged("connections", checks.capacity_fault(settings, capacity), pools),
        await _binding(addresses, settings),
    ]


async def _binding(addresses: Addresses, settings: Settings) -> Finding:
    database = Database(addresses.database, size=1)
    await database.open()
    try:
        has_credentials = await database.has_credentials()
        access.check_binding(settings.host, settings.local_mode, has_credentials)
    except errors.Refused as refused:
        return Finding("fail", "access", str(refused))
    finally:
        await database.close()
    if has_credentials or settings.local_mode == "off":
        return Finding("ok", "access", "every request needs a key")
    return Finding("ok", "access", "local mode: whoever can reach this machine's own address acts as the owner")


def _judged(subject: str, fault: str | None, words: str) -> Finding:
    return Finding("ok", subject, words) if fault is None else Finding("fail", subject, fault)
