"""`onward openapi`: the OpenAPI document of the routes. Needs no database."""

import difflib
import sys
from itertools import islice
from pathlib import Path

from onward.api import openapi as document
from onward.cli import terminal
from onward.domain import errors


def openapi(*, output: Path | None = None, check: Path | None = None) -> int:
    """Write the OpenAPI 3.1 document.

    Parameters
    ----------
    output
        Write it to this file instead of standard output.
    check
        Write nothing; fail if this file differs from the document.
    """
    encoded = document.encoded()
    if check is not None:
        return _check(check, encoded)
    if output is not None:
        _write(output, encoded)
        return 0
    sys.stdout.buffer.write(encoded)
    return 0


def _write(path: Path, encoded: bytes) -> None:
    try:
        path.write_bytes(encoded)
    except OSError as problem:
        raise errors.Refused(f"{path} cannot be written: {problem.strerror}.") from problem


def _check(path: Path, encoded: bytes) -> int:
    try:
        found = path.read_bytes()
    except OSError as problem:
        raise errors.Refused(f"{path} cannot be read: {problem.strerror}.") from problem
    if found == encoded:
        return 0
    terminal.complain(f"{path} is not the document of this version. Run `onward openapi --output {path}`.")
    lines = (found.decode("utf-8", "replace").splitlines(), encoded.decode("utf-8").splitlines())
    for line in islice(difflib.unified_diff(*lines, str(path), "this version", n=0, lineterm=""), 20):
        terminal.note(line)
    return 1
