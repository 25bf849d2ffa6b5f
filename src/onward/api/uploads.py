"""A body that is a file: received part by part into a temporary one, so that no transaction waits for a slow sender
and no memory grows with the file."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import IO

from litestar.types import Receive

from onward.api import body

_IN_MEMORY_BYTES = 1024 * 1024


class Upload:
    """A whole file. `digest` is its SHA-256."""

    def __init__(self, file: IO[bytes], size_bytes: int, digest: bytes) -> None:
        self._file = file
        self.size_bytes = size_bytes
        self.digest = digest

    def parts(self, size_bytes: int) -> Iterator[bytes]:
        """The file from its beginning, in parts of that size; the last may be smaller."""
        self._file.seek(0)
        while part := self._file.read(size_bytes):
            yield part

    def lines(self) -> Iterator[bytes]:
        """The file from its beginning, line by line, ends of lines included."""
        self._file.seek(0)
        yield from self._file


@asynccontextmanager
async def received(receive: Receive, headers: dict[bytes, bytes], max_bytes: int) -> AsyncIterator[Upload]:
    """The body as a file for the length of a `with`.

    Raises UnsupportedMedia for a form, TooLarge, and Malformed when the sender leaves before the end.
    """
    digest, size_bytes = sha256(), 0
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES) as file:
        async for part in body.parts(receive, headers, max_bytes):
            digest.update(part)
            size_bytes += file.write(part)
        yield Upload(file, size_bytes, digest.digest())
