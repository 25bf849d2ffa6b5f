"""A real `onward serve` on a data folder of its own: started, watched from outside, stopped by every means.

Ends only what it started, by process id.
"""

import contextlib
import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from onward import embedded
from onward.embedded import Engine, folders, processes
from onward.embedded.folders import Folders

_READY = re.compile(r"Onward is ready at (http://\S+)")
READY_SECONDS = 60.0
STOP_SECONDS = 20.0


def wait_until(is_reached: Callable[[], object], seconds: float = STOP_SECONDS, pause_seconds: float = 0.02) -> None:
    until = time.monotonic() + seconds
    while not is_reached():
        assert time.monotonic() < until, f"not reached in {seconds} seconds"
        time.sleep(pause_seconds)


class Server:
    """One `onward serve`, the leader of a process group of its own."""

    def __init__(self, process: "subprocess.Popen[bytes]", words: Path) -> None:
        self.process = process
        self._words = words
        self.url = ""

    @property
    def pid(self) -> int:
        return self.process.pid

    def words(self) -> str:
        """What it has said so far, on both streams."""
        return self._words.read_text(errors="replace")

    def failures(self) -> list[str]:
        """The lines of its log that tell of an error."""
        return [line for line in self.words().splitlines() if '"level":"error"' in line or '"level": "error"' in line]

    def wait_until_ready(self) -> None:
        wait_until(lambda: self._find_url() or self.process.poll() is not None, READY_SECONDS)
        assert self.url, f"it ended with {self.process.poll()}:\n{self.words()}"

    def _find_url(self) -> bool:
        found = _READY.search(self.words())
        self.url = found[1] if found else ""
        return bool(found)

    def send(self, how: signal.Signals) -> None:
        self.process.send_signal(how)

    def send_to_group(self, how: signal.Signals) -> None:
        os.killpg(self.pid, how)

    def wait(self) -> int:
        """Its exit code; minus the signal that killed it."""
        return self.process.wait(STOP_SECONDS)

    def stop(self) -> int:
        self.send(signal.SIGTERM)
        return self.wait()

    def client(self, **headers: str) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=30, headers=headers)


class Place:
    """A data folder, the servers on it, and its processes as the operating system shows them."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.servers: list[Server] = []
        self._numbers = itertools.count()

    @property
    def folders(self) -> Folders:
        return Folders(self.data_dir.resolve())

    @property
    def dsn(self) -> str:
        """The engine's address, for a look at the database from outside."""
        places = self.folders
        return Engine(places.socket, folders.PORT, places.cluster, places.log).dsn

    def environment(self, **settings: str) -> dict[str, str]:
        """Ours, without its settings of Onward and of PostgreSQL."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("ONWARD_", "PG"))}
        chosen = {"DATA_DIR": str(self.data_dir), "PORT": "0", **settings}
        return ours | {f"ONWARD_{name.upper()}": value for name, value in chosen.items()}

    def start(self, *arguments: str, program: Sequence[str] = (), **settings: str) -> Server:
        """Start a server, with another program in front of it if one is named; return when it is ready."""
        server = self.begin(*arguments, program=program, **settings)
        server.wait_until_ready()
        return server

    def begin(self, *arguments: str, program: Sequence[str] = (), **settings: str) -> Server:
        words = self.data_dir / f"words-{next(self._numbers)}"
        with words.open("wb") as output:
            process = subprocess.Popen(
                [*program, sys.executable, "-m", "onward.cli", "serve", *arguments],
                env=self.environment(**settings),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self.servers.append(Server(process, words))
        return self.servers[-1]

    def run(self, *arguments: str, **settings: str) -> str:
        """Run another of Onward's commands and return what it printed."""
        ended = subprocess.run(
            [sys.executable, "-m", "onward.cli", *arguments],
            env=self.environment(**settings),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout.strip()

    def postmasters(self) -> set[int]:
        """Without a child of one that was born this moment: until it has its own title it bears its parent's."""
        found = running(f"/postgres -D {self.folders.cluster} ")
        return {pid for pid in found if processes.parent(pid) not in found}

    def keepers(self) -> set[int]:
        return running(f"onward.embedded.keeper {self.folders.data_dir} ")

    def engine_processes(self) -> set[int]:
        children = processes.find_titled(f"postgres: {self.folders.cluster_name}: ")
        return self.postmasters() | self.keepers() | set(children)

    def log_count(self, words: str) -> int:
        """How often PostgreSQL has said this."""
        return self.folders.log.read_text().count(words)

    def postmaster(self) -> int:
        (pid,) = self.postmasters()
        return pid

    def keeper(self) -> int:
        (pid,) = self.keepers()
        return pid

    def assert_engine_stops(self) -> None:
        wait_until(lambda: not self.engine_processes())

    def end_servers(self) -> None:
        """With the workers of one that was killed: they keep the group's id from passing to others."""
        for server in self.servers:
            with contextlib.suppress(ProcessLookupError):
                server.send_to_group(signal.SIGKILL)
            server.wait()
        self.servers.clear()

    def clear(self) -> None:
        self.end_servers()
        embedded.wait_until_stopped(self.data_dir)
        home = self.folders.home
        if home != self.folders.engine:
            shutil.rmtree(home)


def running(words: str) -> set[int]:
    """The live processes whose command line holds these words."""
    return {pid for pid, line in processes.find_titled("").items() if words in line}


@contextmanager
def place() -> Iterator[Place]:
    """A data folder that the engine's account can reach, which pytest's own is not when root runs it."""
    folder = Path(tempfile.mkdtemp(prefix="onward-acceptance-"))
    folder.chmod(0o711)
    made = Place(folder)
    try:
        yield made
    finally:
        made.clear()
        shutil.rmtree(folder, ignore_errors=True)


def kill(pids: set[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
