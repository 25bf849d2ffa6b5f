"""`onward backup` and `onward restore`: the whole database in one file, and back into an empty one."""

import os
from pathlib import Path

import onward
from onward import wiring
from onward.cli import archive, schema, terminal, tools
from onward.cli.archive import Manifest
from onward.domain import errors
from onward.store import backups, inspection
from onward.store.backups import Snapshot
from onward.store.schema import exclusive
from onward.wiring import Addresses

_DUMP = ("--format=custom", "--no-password")
_RESTORE = (
    "--single-transaction", "--exit-on-error", "--clean", "--if-exists", "--no-owner", "--no-password",
)  # fmt: skip
_TOLD = ("tenants", "customers", "interactions", "events")


def backup(file: Path, /, *, overwrite: bool = False) -> None:
    """Write the whole database to one file, as of one moment, while servers go on.

    Parameters
    ----------
    file
        Where to; it gets this name only when it is whole and checked.
    overwrite
        Replace a file of that name.
    """
    settings = wiring.read_settings(os.environ)
    target = file.expanduser().absolute()
    if settings.database_url is None and not wiring.has_engine(settings):
        raise errors.Refused(
            f"There is no database in {wiring.engine_folder(settings)}, so there is nothing to back up."
        )
    with archive.drafted(target, overwrite=overwrite) as draft, wiring.open_engine(settings) as addresses:
        manifest = _dump(addresses, draft)
        _check(addresses, draft.path)
    size_mebibytes = target.stat().st_size / 1024**2
    terminal.say(f"Backed up {_told(manifest.row_counts)} to {file} ({size_mebibytes:.1f} MiB).")


def _dump(addresses: Addresses, draft: archive.Draft) -> Manifest:
    with backups.snapshot(addresses.owner) as snapshot:
        manifest = _manifest(snapshot)
        with tools.reading_from(addresses, "pg_dump", *_DUMP, f"--snapshot={snapshot.name}") as dump:
            draft.write(manifest, dump)
    return manifest


def _manifest(snapshot: Snapshot) -> Manifest:
    return Manifest(
        format=archive.FORMAT,
        onward=onward.__version__,
        created_at=wiring.clock(),
        server_version=snapshot.server_version,
        revision=snapshot.revision,
        row_counts=snapshot.row_counts,
    )


def _check(addresses: Addresses, path: Path) -> None:
    """Whether the file can be read whole, and pg_restore understands it."""
    archive.check(path)
    with archive.opened(path) as (_, dump):
        tools.feed(addresses, dump, "pg_restore", "--list")


def restore(file: Path, /) -> None:
    """Fill an empty database from a backup, all of it or nothing, and bring it to this version.

    Parameters
    ----------
    file
        A file that `onward backup` wrote.
    """
    settings = wiring.read_settings(os.environ)
    archive.check(file)
    with archive.opened(file) as (manifest, dump), wiring.open_engine(settings) as addresses:
        _check_manifest(file, manifest)
        with exclusive(addresses.owner):
            backups.check_empty(addresses.owner)
            backups.ensure_app_role(addresses.owner)
            tools.feed(addresses, dump, "pg_restore", *_RESTORE, "--dbname=")
            _compare(manifest, backups.count_rows(addresses.owner))
        schema.bring_up_to_date(addresses)
        backups.renumber_log(addresses.owner)
        backups.analyze(addresses.owner)
    terminal.say(f"Restored {_told(manifest.row_counts)}, as of {_minute(manifest)}.")


def _check_manifest(file: Path, manifest: Manifest) -> None:
    if manifest.format != archive.FORMAT or manifest.revision > inspection.expected_revision():
        raise errors.Refused(f"{file} was written by a newer version of Onward ({manifest.onward}). Install that one.")


def _compare(manifest: Manifest, found: dict[str, int]) -> None:
    differing = [
        f"{table}: {found.get(table, 0)} of {count} rows"
        for table, count in manifest.row_counts.items()
        if found.get(table) != count
    ]
    if differing:
        raise errors.Refused(
            f"The restored database is not what was backed up ({'; '.join(differing)}). Do not use it; "
            "restore into a new empty one."
        )


def _told(row_counts: dict[str, int]) -> str:
    counts = [(row_counts.get(table, 0), table) for table in _TOLD]
    return ", ".join(f"{count} {table.removesuffix('s') if count == 1 else table}" for count, table in counts)


def _minute(manifest: Manifest) -> str:
    return f"{manifest.created_at:%Y-%m-%d %H:%M} UTC"
