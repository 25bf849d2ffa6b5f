"""Starting a keeper, and watching whether the engine's start makes progress."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from onward.embedded import cluster, postmaster
from onward.embedded.errors import EngineNotReady
from onward.embedded.folders import Folders
from onward.embedded.locks import FileLock

_LAST_LINES = 20
_LOOK_SECONDS = 1.0
_IMPORT_ROOT = Path(__file__).parents[2]


def take_keeper_lock(places: Folders) -> FileLock | None:
    """The keeper's lock if nobody has it: then there is no keeper."""
    lock = FileLock.open(places.keeper_lock)
    if lock.try_exclusive() and lock.is_current():
        return lock
    lock.close()
    return None


def start_keeper(places: Folders, settings: Mapping[str, str], lock: FileLock) -> None:
    """Prepare the cluster and start a keeper, which inherits the lock; here the lock is always closed."""
    try:
        cluster.prepare(places, settings)
        with places.open_log() as words:
            ended = subprocess.run(
                [sys.executable, "-P", "-m", "onward.embedded.keeper", places.data_dir, str(lock.fd)],
                cwd="/",
                env=_keeper_environment(),
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                pass_fds=(lock.fd,),
                start_new_session=True,
                umask=0o077,
                check=False,
            )
        if ended.returncode != 0:
            raise EngineNotReady(f"the engine's keeper did not start; its words are in {places.log}")
    finally:
        lock.close()


def _keeper_environment() -> dict[str, str]:
    """Ours, with this very package importable from the keeper's own working folder."""
    given = [Path(path) for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    paths = [str(path.resolve()) for path in (_IMPORT_ROOT, *given)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


class Progress:
    """Whether a start goes on: its log grows, or the processes that do the work use processor time."""

    def __init__(self, places: Folders, patience_seconds: float) -> None:
        self._places = places
        self._patience_seconds = patience_seconds
        self._log_start = self._log_bytes()
        self._looked_at = self._moved_at = time.monotonic()
        self._seen: object = None

    def check(self) -> None:
        """Raise EngineNotReady when nothing has moved for the whole patience."""
        now = time.monotonic()
        if now - self._looked_at < _LOOK_SECONDS:
            return
        self._looked_at = now
        seen = (self._log_bytes(), postmaster.startup_activity(self._places))
        if seen != self._seen:
            self._seen, self._moved_at = seen, now
        elif now - self._moved_at > self._patience_seconds:
            waited = f"made no progress for {self._patience_seconds:.0f} seconds"
            raise EngineNotReady(f"PostgreSQL in {self._places.cluster} {waited}. {self.last_words()}")

    def last_words(self) -> str:
        """The log's last lines since the start began."""
        if not self._places.log.exists():
            return f"There is no log at {self._places.log}"
        written = self._places.log.read_bytes()
        recent = written[self._log_start :] if len(written) >= self._log_start else written
        lines = recent.decode(errors="replace").splitlines()[-_LAST_LINES:]
        return "\n".join([f"The last lines of {self._places.log}:", *lines])

    def _log_bytes(self) -> int:
        return self._places.log.stat().st_size if self._places.log.exists() else 0
