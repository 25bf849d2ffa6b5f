"""PostgreSQL's own programs, of the embedded engine's wheel or of this machine, pointed at a database.

Passwords travel in the environment and never in the arguments, which everybody on the machine can read.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from psycopg import pq

from onward.domain import errors
from onward.embedded import binaries
from onward.embedded.errors import EngineMissing
from onward.wiring import Addresses

_CHUNK_BYTES = 1024 * 1024


@contextmanager
def reading_from(addresses: Addresses, name: str, *arguments: str) -> Iterator[IO[bytes]]:
    """Run a program and give what it writes. Raises Refused with its own words if it fails."""
    with tempfile.TemporaryFile() as said:
        command: list[str | Path] = [_find(name), *arguments]
        program = subprocess.Popen(
            command, env=_environment(addresses), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said
        )
        assert program.stdout is not None
        try:
            yield program.stdout
        except BaseException:
            program.kill()
            raise
        finally:
            program.stdout.close()
            program.wait()
        _check(name, program.returncode, said)


def feed(addresses: Addresses, source: IO[bytes], name: str, *arguments: str) -> None:
    """Run a program and give it a stream to read, of which it may leave a part. Raises Refused as above."""
    with tempfile.TemporaryFile() as said:
        command: list[str | Path] = [_find(name), *arguments]
        program = subprocess.Popen(
            command, env=_environment(addresses), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said
        )
        assert program.stdin is not None
        try:
            _pour(source, program.stdin)
        finally:
            program.wait()
        _check(name, program.returncode, said)


def _pour(source: IO[bytes], target: IO[bytes]) -> None:
    try:
        with target:
            shutil.copyfileobj(source, target, _CHUNK_BYTES)
    except BrokenPipeError:
        return  # it has read enough, or it failed and says so itself


def _check(name: str, returncode: int, said: IO[bytes]) -> None:
    if returncode == 0:
        return
    said.seek(0)
    words = said.read().decode("utf-8", "replace").strip()
    raise errors.Refused(f"{name} failed: {words or f'it ended with {returncode}'}")


def _find(name: str) -> Path:
    try:
        return binaries.find() / name
    except EngineMissing:
        found = shutil.which(name)
    if found is None:
        raise errors.Refused(f"{name} is not installed. Install onward[embedded], or PostgreSQL's client programs.")
    return Path(found)


def _environment(addresses: Addresses) -> dict[str, str]:
    if addresses.engine is not None:
        return addresses.engine.environment()
    named = {
        option.envvar.decode(): option.val.decode()
        for option in pq.Conninfo.parse(addresses.owner.encode())
        if option.envvar and option.val
    }
    return {**os.environ, **named}
