"""File locks that the kernel releases at any death of their holder. No meaning is given to them here.

They are `flock` locks: they belong to the open file, so that a holder can hand one to a new process. They are
never released by an unlock, only by closing: an unlock in a forked child would take the lock from its parent.
"""

import fcntl
import os
from pathlib import Path
from typing import Self


class FileLock:
    """An open lock file; no lock is held before one of the `take` functions succeeded."""

    def __init__(self, path: Path, fd: int) -> None:
        self.path = path
        self.fd = fd

    @classmethod
    def open(cls, path: Path) -> Self:
        return cls(path, os.open(path, os.O_RDWR | os.O_CREAT, 0o600))

    def take_shared(self) -> None:
        fcntl.flock(self.fd, fcntl.LOCK_SH)

    def take_exclusive(self) -> None:
        fcntl.flock(self.fd, fcntl.LOCK_EX)

    def try_shared(self) -> bool:
        return self._try(fcntl.LOCK_SH)

    def try_exclusive(self) -> bool:
        return self._try(fcntl.LOCK_EX)

    def _try(self, kind: int) -> bool:
        try:
            fcntl.flock(self.fd, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def is_current(self) -> bool:
        """Whether the path still names the file that is locked (the folder may have been deleted)."""
        try:
            return os.path.samestat(os.fstat(self.fd), self.path.stat())
        except (FileNotFoundError, NotADirectoryError):
            return False

    def close(self) -> None:
        os.close(self.fd)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def hold_shared(path: Path) -> FileLock:
    """Take the path's shared lock, waiting for whoever holds it alone."""
    while True:
        lock = FileLock.open(path)
        lock.take_shared()
        if lock.is_current():
            return lock
        lock.close()
