"""A data folder for each test, the programs that use its engine, and a view of its processes from outside."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

import onward
from onward import embedded
from onward.embedded.folders import Folders

collect_ignore = [] if os.geteuid() == 0 else ["test_as_root.py"]

QUICK = {"fsync": "off", "shared_buffers": "16MB"}
SOURCES = str(Path(onward.__file__).parents[1])
PROGRAM = Path(__file__).with_name("user.py")


def command_lines() -> dict[int, str]:
    """The command line of every live process, by its id."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except (FileNotFoundError, ProcessLookupError):
                continue
    return found


def parent_of(pid: int) -> int | None:
    """None once it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return int(status.split("PPid:", 1)[1].split(None, 1)[0])


def kill(pids: set[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@dataclass
class User:
    """A program that uses the engine."""

    program: subprocess.Popen[str]

    @property
    def pid(self) -> int:
        return self.program.pid

    def dsn(self) -> str:
        """The engine's address, once the user has its lease."""
        assert self.program.stdout is not None
        line = self.program.stdout.readline().strip()
        assert line.startswith("postgresql://"), f"the user did not get a lease: {line}"
        return line

    def tell(self, word: str) -> None:
        assert self.program.stdin is not None
        self.program.stdin.write(word + "\n")
        self.program.stdin.flush()

    def leave(self) -> None:
        self.tell("leave")
        assert self.program.wait(30) == 0

    def end(self, how: signal.Signals = signal.SIGKILL) -> None:
        self.program.send_signal(how)
        self.program.wait(30)

    def clear(self) -> None:
        if self.program.poll() is None:
            self.end()
        for stream in (self.program.stdin, self.program.stdout):
            assert stream is not None
            stream.close()


@dataclass
class Scene:
    """One data folder, its users, and its processes as the operating system shows them."""

    data_dir: Path
    users: list[User] = field(default_factory=list)

    @property
    def places(self) -> Folders:
        return Folders(self.data_dir.resolve())

    def start_user(self, settings: dict[str, str] | None = None, **environment: str) -> User:
        chosen = QUICK if settings is None else settings
        program = subprocess.Popen(
            [sys.executable, PROGRAM, self.data_dir, *(f"{name}={value}" for name, value in chosen.items())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([SOURCES, *sys.path]), **environment},
        )
        self.users.append(User(program))
        return self.users[-1]

    def postmasters(self) -> set[int]:
        """A child has its parent's command line until it has named itself, so those whose parent is one are none."""
        marker = f"/postgres -D {self.places.cluster} "
        found = {pid for pid, words in command_lines().items() if marker in words}
        return {pid for pid in found if parent_of(pid) not in found}

    def server_processes(self) -> set[int]:
        title = f"postgres: {self.places.cluster_name}: "
        children = {pid for pid, words in command_lines().items() if words.startswith(title)}
        return self.postmasters() | children

    def keepers(self) -> set[int]:
        marker = f"onward.embedded.keeper {self.places.data_dir} "
        return {pid for pid, words in command_lines().items() if marker in words}

    def postmaster(self) -> int:
        (pid,) = self.postmasters()
        return pid

    def keeper(self) -> int:
        (pid,) = self.keepers()
        return pid

    def log_count(self, words: str) -> int:
        return self.places.log.read_text().count(words)

    def kill_everything(self) -> None:
        """As a machine that loses its power, for this engine."""
        kill(self.keepers())
        kill({user.pid for user in self.users})
        kill(self.server_processes())

    def start_bystander(self, *, as_owner: bool = False) -> subprocess.Popen[str]:
        """A program that is no user; it gets what a careless parent passes on, and the owner's id if asked."""
        owner = self.places.cluster.stat()
        program = subprocess.Popen(
            ["sleep", "60"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd="/",
            close_fds=False,
            user=owner.st_uid if as_owner else None,
            group=owner.st_gid if as_owner else None,
        )
        self.users.append(User(program))
        return program

    def write_as_owner(self, name: str, text: str) -> None:
        """Write a file of the cluster as PostgreSQL would have written it."""
        path = self.places.cluster / name
        path.write_text(text)
        path.chmod(0o600)
        owner = self.places.cluster.stat()
        os.chown(path, owner.st_uid, owner.st_gid)

    def is_stopped(self) -> bool:
        return not self.server_processes() and not self.keepers()

    def assert_stops(self) -> None:
        self.wait_until(self.is_stopped)

    @staticmethod
    def pause() -> None:
        """Time enough for the keeper to do what it must not do."""
        time.sleep(0.5)

    @staticmethod
    def wait_until(is_reached: Callable[[], object], seconds: float = 20) -> None:
        until = time.monotonic() + seconds
        while not is_reached():
            assert time.monotonic() < until, f"not reached in {seconds} seconds"
            time.sleep(0.02)

    @staticmethod
    def answers(dsn: str) -> bool:
        try:
            with psycopg.connect(dsn, connect_timeout=5) as connection:
                return connection.execute("SELECT 1").fetchone() == (1,)
        except psycopg.OperationalError:
            return False

    def clear(self) -> None:
        for user in self.users:
            user.clear()
        embedded.wait_until_stopped(self.data_dir)
        home = self.places.home
        if home != self.places.engine:
            shutil.rmtree(home)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the server's account can reach, which pytest's own is not when root runs it."""
    path = Path(tempfile.mkdtemp(prefix="onward-test-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def scene(folder: Path) -> Iterator[Scene]:
    made = Scene(folder / "data")
    yield made
    made.clear()
