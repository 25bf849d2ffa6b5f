"""The worker that `onward serve` has beside it: one process for the whole server, however many processes serve."""

import asyncio
import logging
import multiprocessing
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess

import structlog

from onward import wiring
from onward.cli import servers
from onward.cli.servers import Plan
from onward.settings import Settings

_log = structlog.get_logger("onward.companions")

_REST_SECONDS = 2.0
_GRACE_SECONDS = 5.0


class Companion:
    """The worker's process: started once somebody asks for it, started again when it dies."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._watch = threading.Thread(target=self._keep_alive, name="onward-worker-watch", daemon=True)

    def start(self) -> None:
        """Does nothing where no worker is wanted here."""
        with self._lock:
            if self._plan.settings.worker and not self._stopping.is_set():
                self._watch.start()

    def stop(self) -> None:
        """Return when it has finished what it was at, or was given up after its time."""
        with self._lock:
            self._stopping.set()
            if self._process is not None:
                self._process.terminate()
        if self._watch.is_alive():
            self._watch.join(self._plan.settings.shutdown_timeout_seconds + _GRACE_SECONDS)
        if self._process is not None and self._process.is_alive():
            self._process.kill()

    def _keep_alive(self) -> None:
        while (process := self._begin()) is not None:
            process.join()
            if not self._stopping.is_set():
                # One that was told to end, by a signal to the whole group perhaps, did nothing wrong.
                level = logging.ERROR if process.exitcode else logging.INFO
                _log.log(level, "the worker ended and is started again", exit_code=process.exitcode)
            self._stopping.wait(_REST_SECONDS)

    def _begin(self) -> BaseProcess | None:
        """None once it is told to stop."""
        with self._lock:
            if self._stopping.is_set():
                return None
            spawning = multiprocessing.get_context("spawn")
            self._process = spawning.Process(target=_work_beside, args=(self._plan,), name="onward-worker", daemon=True)
            self._process.start()
            return self._process


@contextmanager
def beside(plan: Plan) -> Iterator[Companion]:
    """A companion that is seen off at the end of the `with`."""
    companion = Companion(plan)
    try:
        yield companion
    finally:
        companion.stop()


def work(settings: Settings, database_url: str) -> None:
    """Work in this process until a signal says to stop."""
    servers.configure_logs(settings)
    wiring.settle_memory()
    asyncio.run(_work(settings, database_url))


async def _work(settings: Settings, database_url: str) -> None:
    async with wiring.open_worker(settings, database_url) as worker:
        for each in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(each, worker.stop)
        await worker.run()


def _work_beside(plan: Plan) -> None:
    """A terminal's Ctrl-C reaches the server too, which then tells us."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    servers.move_in(plan)
    work(plan.settings, plan.database_url)
