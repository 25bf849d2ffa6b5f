"""The command line as a user has it: real processes, and an embedded engine in a folder of their own."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import onward
from onward import embedded
from onward.embedded.folders import Folders

SOURCES = str(Path(onward.__file__).parents[1])
COMMAND = (sys.executable, "-m", "onward.cli")
READY = re.compile(r"Onward is ready at (http://\S+)")
WAIT_SECONDS = 60


@dataclass
class Server:
    """A running `onward serve`, and what it said when it was ready."""

    process: subprocess.Popen[str]
    url: str
    log: Path

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(WAIT_SECONDS)

    def said(self) -> str:
        """The lines after the first: what to try."""
        assert self.process.stdout is not None
        lines = [next(self.process.stdout)]
        while "/docs" not in lines[-1]:
            lines.append(next(self.process.stdout))
        return "".join(lines)


@dataclass
class Place:
    """A data folder, and the commands that are run on it."""

    data_dir: Path
    variables: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *arguments],
            env=self._environment(variables),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=WAIT_SECONDS,
            check=False,
        )

    def result(self, *arguments: str | Path, **variables: str) -> str:
        """What a command that must do its work prints."""
        ended = self.run(*arguments, **variables)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout.strip()

    def complaint(self, *arguments: str | Path, code: int = 1, **variables: str) -> str:
        """The one line of a command that must refuse."""
        ended = self.run(*arguments, **variables)
        assert ended.returncode == code, ended.stdout + ended.stderr
        assert ended.stdout == ""
        (line,) = ended.stderr.strip().splitlines()
        return line.removeprefix("onward: ")

    @contextmanager
    def serving(self, *arguments: str, **variables: str) -> Iterator[Server]:
        log = self.data_dir.with_name(f"{self.data_dir.name}.log")
        with (
            log.open("w") as words,
            subprocess.Popen(
                [*COMMAND, "serve", "--port", "0", *arguments],
                env=self._environment(variables),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=words,
                text=True,
            ) as process,
        ):
            try:
                assert process.stdout is not None
                ready = READY.match(process.stdout.readline())
                assert ready is not None, log.read_text()
                yield Server(process, ready[1], log)
            finally:
                if process.poll() is None:
                    process.terminate()
                process.wait(WAIT_SECONDS)

    def _environment(self, variables: dict[str, str]) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("ONWARD_")}
        paths = os.pathsep.join([SOURCES, *([os.environ["PYTHONPATH"]] if "PYTHONPATH" in os.environ else [])])
        return {**ours, "PYTHONPATH": paths, "ONWARD_DATA_DIR": str(self.data_dir), **self.variables, **variables}

    def clear(self) -> None:
        places = Folders(self.data_dir.resolve())
        embedded.wait_until_stopped(self.data_dir)
        if places.home != places.engine:
            shutil.rmtree(places.home)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that the engine's account can reach, which pytest's own is not when root runs it."""
    path = Path(tempfile.mkdtemp(prefix="onward-cli-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="module")
def make_place(folder: Path) -> Iterator[Callable[[str], Place]]:
    made: list[Place] = []

    def make(name: str) -> Place:
        made.append(Place(folder / name))
        return made[-1]

    yield make
    for place in made:
        place.clear()


@pytest.fixture(scope="module")
def place(make_place: Callable[[str], Place]) -> Place:
    return make_place("data")
