"""A backup file: a zip of `manifest.json`, which says what must be in it, and `database.dump` by pg_dump.

It is written under another name, synced to the disk, and has its own name only when it is whole.
"""

import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

import msgspec

from onward.domain import errors

FORMAT = 1
_MANIFEST = "manifest.json"
_DUMP = "database.dump"
_CHUNK_BYTES = 1024 * 1024


class Manifest(msgspec.Struct, frozen=True):
    """What a backup holds: rows by table as of one moment, `created_at`."""

    format: int
    onward: str
    created_at: datetime
    server_version: str
    revision: str
    row_counts: dict[str, int]


class Draft:
    """A backup that is being written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._archive = zipfile.ZipFile(path, "w", zipfile.ZIP_STORED)

    def write(self, manifest: Manifest, dump: IO[bytes]) -> None:
        """Raises Refused when the file cannot be written."""
        encoded = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
        with _writing(self.path), self._archive:
            self._archive.writestr(_MANIFEST, encoded)
            with self._archive.open(_DUMP, "w", force_zip64=True) as entry:
                while chunk := dump.read(_CHUNK_BYTES):
                    entry.write(chunk)


@contextmanager
def drafted(target: Path, *, overwrite: bool) -> Iterator[Draft]:
    """A draft that takes the target's name if all goes well, and else leaves nothing. Raises Refused."""
    _check_target(target, overwrite=overwrite)
    with _writing(target):
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
        os.close(descriptor)
    path = Path(name)
    try:
        yield Draft(path)
        with _writing(target):
            _sync(path)
            path.replace(target)
            _sync(target.parent)
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise errors.Refused(f"{path} cannot be written: {problem.strerror}.") from problem


def _check_target(target: Path, *, overwrite: bool) -> None:
    if not target.parent.is_dir():
        raise errors.Refused(f"There is no folder {target.parent}.")
    if target.exists() and not (overwrite and target.is_file()):
        raise errors.Refused(f"{target} is there already. Choose another name, or add --overwrite.")


@contextmanager
def opened(path: Path) -> Iterator[tuple[Manifest, IO[bytes]]]:
    """What a backup says of itself, and its dump. It must have been checked."""
    with zipfile.ZipFile(path) as archive, archive.open(_DUMP) as dump:
        yield msgspec.json.decode(archive.read(_MANIFEST), type=Manifest), dump


def check(path: Path) -> None:
    """Read a backup whole and compare its checksums. Raises Refused for a file that is none, or is damaged."""
    try:
        with opened(path) as (_, dump):
            while dump.read(_CHUNK_BYTES):
                pass
    except OSError as problem:
        raise errors.Refused(f"{path} cannot be read: {problem.strerror}.") from problem
    except (zipfile.BadZipFile, KeyError, EOFError, msgspec.DecodeError) as problem:
        raise errors.Refused(f"{path} is no backup of Onward, or it is damaged.") from problem


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
