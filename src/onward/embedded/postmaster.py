"""The postmaster of a cluster: finding, starting, watching and stopping it.

Nothing here knows of users; whether the postmaster should run is the keeper's decision.
"""

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from onward.embedded import binaries, processes
from onward.embedded.account import account_of
from onward.embedded.cluster import server_environment
from onward.embedded.errors import EngineRefused
from onward.embedded.folders import Folders

# A fast shutdown writes a checkpoint, which may take long on a slow disk; the other two leave recovery to the
# next start.
_STOPS = ((signal.SIGINT, 120.0), (signal.SIGQUIT, 15.0), (signal.SIGKILL, 15.0))


@dataclass(frozen=True)
class Address:
    """Where a postmaster listens."""

    socket: Path
    port: int


@dataclass(frozen=True)
class _PidFile:
    pid: int
    socket: str
    port: str
    status: str


def _read(cluster: Path) -> _PidFile | None:
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return None
    lines += [""] * (8 - len(lines))
    pid = int(lines[0]) if lines[0].strip().isdigit() else 0
    return _PidFile(pid, socket=lines[4], port=lines[3], status=lines[7].strip()) if pid > 0 else None


def _marker(cluster: Path) -> str:
    return f"-D {cluster}"


def _titles(places: Folders) -> str:
    return f"postgres: {places.cluster_name}: "


def find_ready(cluster: Path) -> Address | None:
    """Where the live postmaster of this cluster listens, once it says that it is ready."""
    found = _read(cluster)
    if found is None or found.status != "ready" or not processes.runs(found.pid, _marker(cluster)):
        return None
    return Address(Path(found.socket), int(found.port))


class Postmaster:
    """A postmaster that was alive when it was found or started. `child` is set when it is our own child."""

    def __init__(self, places: Folders, pid: int, child: subprocess.Popen[bytes] | None = None) -> None:
        self.pid = pid
        self._cluster = places.cluster
        self._child = child
        self._was_ready = child is None

    def is_alive(self) -> bool:
        if self._child is not None:
            return self._child.poll() is None
        return processes.runs(self.pid, _marker(self._cluster))

    def was_ready(self) -> bool:
        """Whether it has been seen ready (an adopted one counts so), kept up by being asked."""
        if not self._was_ready:
            found = _read(self._cluster)
            self._was_ready = found is not None and found.pid == self.pid and found.status == "ready"
        return self._was_ready

    def stop(self) -> None:
        """Stop it, and return when it is gone."""
        for how, patience_seconds in _STOPS:
            if self._end(how, patience_seconds):
                return

    def _end(self, how: signal.Signals, patience_seconds: float) -> bool:
        if self.is_alive():
            os.kill(self.pid, how)
        until = time.monotonic() + patience_seconds
        while self.is_alive() and time.monotonic() < until:
            time.sleep(0.01)
        return not self.is_alive()


def find(places: Folders) -> Postmaster | None:
    """The live postmaster of this cluster."""
    found = _read(places.cluster)
    if found is None or not processes.runs(found.pid, _marker(places.cluster)):
        return None
    return Postmaster(places, found.pid)


def start(places: Folders) -> Postmaster:
    """Start a postmaster, in a session of its own. The caller has made sure that there is none."""
    account = account_of(places.cluster)
    server = binaries.find_for(account)
    _remove_stale_locks(places)
    _end_orphans(places)
    with places.open_log() as words:
        child = subprocess.Popen(
            [server / "postgres", "-D", places.cluster],
            cwd="/",
            env=server_environment(),
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            start_new_session=True,
            umask=0o077,
            user=account.user,
            group=account.group,
            extra_groups=account.extra_groups,
        )
    return Postmaster(places, child.pid, child)


def _end_orphans(places: Folders) -> None:
    """End what a killed postmaster left behind: it holds the shared memory that a new one must not meet."""
    until = time.monotonic() + 15
    while orphans := _find_orphans(places):
        if time.monotonic() > until:
            raise EngineRefused(f"processes of a killed PostgreSQL do not end: {orphans}")
        for pid in orphans:
            _kill(pid)
        time.sleep(0.02)


def _find_orphans(places: Folders) -> list[int]:
    """Children without their postmaster; those of a deleted cluster of the same path still have theirs."""
    found = processes.find_titled(_titles(places))
    return [pid for pid in found if not processes.runs(processes.parent(pid), _marker(places.cluster))]


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _remove_stale_locks(places: Folders) -> None:
    """Remove lock files whose process id has passed to a stranger, as happens in restarted containers.

    PostgreSQL removes those of dead processes itself, but would take the stranger for another postmaster.
    """
    found = _read(places.cluster)
    if found is None or not processes.HAS_PROC or not processes.exists(found.pid):
        return
    if "postgres" in processes.command_line(found.pid):
        raise EngineRefused(f"process {found.pid} seems to serve {places.cluster} already: stop it first")
    (places.cluster / "postmaster.pid").unlink(missing_ok=True)
    (Path(found.socket) / f".s.PGSQL.{found.port}.lock").unlink(missing_ok=True)


def startup_activity(places: Folders) -> dict[int, tuple[str, int]]:
    """Title and processor time of the processes that work while a server starts; changes while they do."""
    workers = ("startup", "checkpointer")
    titles = processes.find_titled(_titles(places)).items()
    return {pid: (title, processes.used_ticks(pid)) for pid, title in titles if title.split()[2] in workers}
