"""Using the engine: a lease keeps it running, and the end of the last one stops it.

A user is whoever holds the shared lock of `users.lock`, which the kernel releases at any death. The lock is
not passed on to programs that a user executes; a forked child counts as a user until it ends.
"""

import contextlib
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from onward.embedded import binaries, folders, launch, postmaster
from onward.embedded.engine import Engine
from onward.embedded.errors import EngineError, EngineNotReady, EngineRefused
from onward.embedded.folders import Folders
from onward.embedded.locks import FileLock, hold_shared

PATIENCE_SECONDS = 60.0
# A keeper that ends while it has a user has failed, or was killed; only the latter helps to try again.
_STARTS = 2
_PAUSE_SECONDS = 0.02
_WATCH_SECONDS = 1.0


class Lease:
    """One user's hold on the engine. While it lasts, a keeper that was killed is replaced."""

    engine: Engine

    def __init__(self, places: Folders, settings: Mapping[str, str]) -> None:
        self._places = places
        self._settings = settings
        self._ended = threading.Event()
        self._watch = threading.Thread(target=self._watch_keeper, name="onward-engine-watch", daemon=True)
        self._users = hold_shared(places.users_lock)
        try:
            self.engine = self._wait_until_ready()
            self._watch.start()
        except BaseException:
            self._users.close()
            raise

    def release(self, *, wait: bool = False) -> None:
        """End the lease; with `wait`, return when the engine has stopped, unless others use it."""
        if self._ended.is_set():
            return
        self._ended.set()
        self._watch.join()
        self._users.close()
        with contextlib.suppress(EngineError, OSError):
            _see_off(self._places, self._settings, wait=wait)

    def _wait_until_ready(self) -> Engine:
        progress = launch.Progress(self._places, PATIENCE_SECONDS)
        starts = 0
        while True:
            if free_lock := launch.take_keeper_lock(self._places):
                if starts == _STARTS:
                    free_lock.close()
                    raise EngineNotReady(f"PostgreSQL did not start. {progress.last_words()}")
                launch.start_keeper(self._places, self._settings, free_lock)
                starts += 1
            elif engine := _find_answering(self._places):
                engine.ensure_database()
                return engine
            progress.check()
            time.sleep(_PAUSE_SECONDS)

    def _watch_keeper(self) -> None:
        while not self._ended.wait(_WATCH_SECONDS):
            self._replace_missing_keeper()

    def _replace_missing_keeper(self) -> None:
        # What fails now may work a second later (a full disk); the engine runs meanwhile.
        with contextlib.suppress(EngineError, OSError):
            if self._users.is_current() and (free_lock := launch.take_keeper_lock(self._places)):
                launch.start_keeper(self._places, self._settings, free_lock)


def acquire(data_dir: Path, *, settings: Mapping[str, str] | None = None) -> Lease:
    """Take a lease on the engine of this data folder, starting it where it does not run.

    `settings` are PostgreSQL settings beside our own; they count when this user is the one that starts it.
    Waits for a recovery for as long as it makes progress. Raises EngineError.
    """
    places = Folders(data_dir.expanduser().resolve())
    binaries.find()
    try:
        folders.make_engine_folder(places)
        return Lease(places, settings or {})
    except OSError as error:
        raise EngineRefused(f"the data folder {places.data_dir} cannot be used: {error}") from error


@contextmanager
def lease(data_dir: Path, *, settings: Mapping[str, str] | None = None, wait: bool = False) -> Iterator[Engine]:
    """A lease for the length of a `with`; see `acquire` for `settings` and `Lease.release` for `wait`."""
    taken = acquire(data_dir, settings=settings)
    try:
        yield taken.engine
    finally:
        taken.release(wait=wait)


def wait_until_stopped(data_dir: Path) -> None:
    """Return when the engine of this data folder has stopped, or has users; one left alone is stopped."""
    with contextlib.suppress(FileNotFoundError):  # the folder is gone, or was never made
        _see_off(Folders(data_dir.expanduser().resolve()), {}, wait=True)


def _see_off(places: Folders, settings: Mapping[str, str], *, wait: bool) -> None:
    """Return when the keeper has noticed that nobody uses the engine, or with `wait` when it has stopped it.

    A keeper that was killed is replaced, for who else would stop PostgreSQL; returns at once if it has users.
    """
    while (state := _use(places)) != "used" and (wait or state != "stopping"):
        if free_lock := launch.take_keeper_lock(places):
            if postmaster.find(places) is None:
                free_lock.close()
                return
            launch.start_keeper(places, settings, free_lock)
        time.sleep(_PAUSE_SECONDS)


def _use(places: Folders) -> Literal["used", "unused", "stopping"]:
    """What the users' lock tells: users share it, and a keeper that stops the engine holds it alone."""
    with FileLock.open(places.users_lock) as users:
        if users.try_exclusive():
            return "unused"
        return "used" if users.try_shared() else "stopping"


def _find_answering(places: Folders) -> Engine | None:
    address = postmaster.find_ready(places.cluster)
    if address is None:
        return None
    engine = Engine(address.socket, address.port, places.cluster, places.log)
    return engine if engine.answers() else None
