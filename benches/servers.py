"""The servers that are measured: each a process of its own on a free port of this machine, ended with its user."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

from benches.load import HOST
from onward.embedded import Engine

ROOT = Path(__file__).parents[1]
_START_SECONDS = 60.0
_END_SECONDS = 40.0
_PAUSE_SECONDS = 0.05
_SAMPLE_SECONDS = 0.25


class Server:
    """A running server and what it takes from the machine."""

    def __init__(self, name: str, port: int, process: psutil.Process) -> None:
        self.name = name
        self.port = port
        self._process = process

    def resident_bytes(self) -> int:
        return sum(each.memory_info().rss for each in _tree(self._process))

    def processor_seconds(self) -> float:
        return sum(_processor_seconds(each) for each in _tree(self._process))


def _tree(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def _processor_seconds(process: psutil.Process) -> float:
    try:
        spent = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(spent.user + spent.system)


def engine_processor_seconds(engine: Engine) -> float:
    """What PostgreSQL has spent so far, its ended processes included."""
    postmaster = psutil.Process(int((engine.cluster_dir / "postmaster.pid").read_text().split()[0]))
    ended = postmaster.cpu_times()
    return sum(map(_processor_seconds, _tree(postmaster)), float(ended.children_user + ended.children_system))


class Watch:
    """Samples the memory of servers while something runs; `peak_bytes` by the server's name."""

    def __init__(self, servers: Sequence[Server]) -> None:
        self.peak_bytes = {server.name: server.resident_bytes() for server in servers}
        self._servers = servers
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._ended.wait(_SAMPLE_SECONDS):
            for server in self._servers:
                self.peak_bytes[server.name] = max(self.peak_bytes[server.name], server.resident_bytes())


@contextmanager
def onward(database_url: str | None, data_dir: Path, name: str = "Onward") -> Iterator[Server]:
    """`onward serve` as anybody would start it, on the embedded engine's own database unless another is named."""
    environment = {"ONWARD_DATA_DIR": str(data_dir), "ONWARD_LOCAL_MODE": "off", "ONWARD_WRITES_PER_SECOND": "0"}
    if database_url is not None:
        environment["ONWARD_DATABASE_URL"] = database_url
    command = [str(Path(sys.executable).with_name("onward")), "serve", "--port", "{port}"]
    with _running(name, command, environment) as server:
        yield server


@contextmanager
def fastapi(database_url: str) -> Iterator[Server]:
    app = "benches.peers.fastapi_sqlalchemy.app:app"
    command = [sys.executable, "-m", "uvicorn", app, "--host", HOST, "--port", "{port}"]
    command += ["--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"]
    with _running("FastAPI + SQLAlchemy", command, {"BENCH_DATABASE_URL": database_url}) as server:
        yield server


@contextmanager
def django(database_url: str) -> Iterator[Server]:
    app = "benches.peers.django_orm.app:application"
    command = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host", HOST]
    command += [
        "--port",
        "{port}",
        "--workers",
        "1",
        "--blocking-threads",
        "16",
        "--no-ws",
        "--log-level",
        "warning",
        app,
    ]
    with _running("Django", command, {"BENCH_DATABASE_URL": database_url}) as server:
        yield server


@contextmanager
def _running(name: str, command: list[str], environment: Mapping[str, str]) -> Iterator[Server]:
    port = free_port()
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("ONWARD_", "PG"))}
    with tempfile.TemporaryFile() as words:
        process = subprocess.Popen(
            [word.format(port=port) for word in command],
            cwd=ROOT,
            env={**kept, **environment},
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
        )
        try:
            _wait_until_it_answers(name, process, port, words.fileno())
            yield Server(name, port, psutil.Process(process.pid))
        finally:
            _end(process)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(name: str, process: "subprocess.Popen[bytes]", port: int, words: int) -> None:
    """Raises RuntimeError with the server's last words when it ended or takes too long."""
    deadline = time.monotonic() + _START_SECONDS
    while not _answers(port):
        if process.poll() is not None or time.monotonic() > deadline:
            last_words = os.pread(words, 4000, 0).decode(errors="replace")
            raise RuntimeError(f"{name} did not start: {last_words}")
        time.sleep(_PAUSE_SECONDS)


def _answers(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
