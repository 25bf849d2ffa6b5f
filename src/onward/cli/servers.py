"""Running the app under uvicorn or granian, in this process or in workers, until a signal ends it.

What an app is made of is the wiring's business; here is only its process.
"""

import logging
import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Callable
from functools import partial
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Any

import structlog
import uvicorn
from granian.constants import HTTPModes, Interfaces, Loops
from granian.server import Server as Granian
from litestar.types import ASGIApp
from msgspec import Struct
from uvicorn.supervisors import Multiprocess

from onward import wiring
from onward.api import logs
from onward.cli.listener import Listener, refusal
from onward.domain import errors
from onward.settings import Settings

_KEEP_ALIVE_SECONDS = 75
_BACKLOG = 2048
_WORKER_FAILED = "A worker did not start; what it said is above."


class Plan(Struct, frozen=True):
    """What a worker process needs to know; it travels there as it is."""

    settings: Settings
    database_url: str
    is_loopback: bool


class _Forwarding(logging.Handler):
    """Brings what the libraries log into our own log."""

    def emit(self, record: logging.LogRecord) -> None:
        words = structlog.get_logger(record.name)
        words.log(record.levelno, record.getMessage(), exc_info=record.exc_info)


def configure_logs(settings: Settings) -> None:
    logs.configure(settings.log_level)
    logging.basicConfig(level=logging.WARNING, handlers=[_Forwarding()], force=True)


def application(plan: Plan) -> ASGIApp:
    """The app in a process that is set up to serve it."""
    configure_logs(plan.settings)
    made = wiring.create_application(plan.settings, plan.database_url, is_loopback=plan.is_loopback, on_stop=_on_stop)
    wiring.settle_memory()
    return made


def _on_stop(tell: Callable[[], object]) -> None:
    """Have this called when a signal ends the process, before the server does what it does then."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, partial(_tell_first, tell, signal.getsignal(number)))


def _tell_first(tell: Callable[[], object], then: Any, number: int, frame: FrameType | None) -> None:
    tell()
    if callable(then):
        then(number, frame)


def worker_application(plan: Plan) -> ASGIApp:
    """The app in a worker process."""
    move_in(plan)
    return application(plan)


def move_in(plan: Plan) -> None:
    """Make this a process beside the one that serves: with a lease of its own, and not outliving its parent."""
    stop_when_hung_up()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent,), name="onward-parent-watch", daemon=True).start()
    wiring.acquire_engine(plan.settings)


def _follow(parent: BaseProcess) -> None:
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


def stop_when_hung_up() -> None:
    """Take the loss of the terminal for SIGTERM, unless it was made to mean nothing (`nohup`)."""
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, _stop)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def run(plan: Plan, listener: Listener) -> None:
    """Serve until a signal says to stop; requests in flight are finished. Raises Refused."""
    if plan.settings.server == "granian":
        _run_granian(plan, listener)
    elif plan.settings.workers == 1:
        _run_here(plan, listener)
    else:
        _run_workers(plan, listener)


def _run_here(plan: Plan, listener: Listener) -> None:
    server = uvicorn.Server(_uvicorn_config(partial(application, plan), plan.settings))
    try:
        server.run(sockets=[listener.socket])
    except OSError as problem:
        raise refusal(listener.address, listener.port, problem) from problem


class _Supervisor(Multiprocess):
    """Supervises the workers; where a lost terminal has a meaning already, it keeps that."""

    def __init__(self, config: uvicorn.Config, sockets: list[socket.socket]) -> None:
        hung_up = signal.getsignal(signal.SIGHUP)
        super().__init__(config, sockets)
        signal.signal(signal.SIGHUP, hung_up)

    def terminate_all(self) -> None:
        """Leave the address first: while workers finish, callers are refused and not left waiting for nobody."""
        for each in self.sockets:
            each.close()
        super().terminate_all()


def _run_workers(plan: Plan, listener: Listener) -> None:
    listener.socket.set_inheritable(True)
    supervisor = _Supervisor(
        _uvicorn_config(partial(worker_application, plan), plan.settings), sockets=[listener.socket]
    )
    supervisor.run()
    if any(process.exitcode == uvicorn.config.STARTUP_FAILURE for process in supervisor.processes):
        raise errors.Refused(_WORKER_FAILED)


def _uvicorn_config(factory: "partial[ASGIApp]", settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        factory,
        factory=True,
        workers=settings.workers,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        interface="asgi3",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        backlog=_BACKLOG,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=settings.shutdown_timeout_seconds,
    )


def _run_granian(plan: Plan, listener: Listener) -> None:
    """Granian binds the address itself, in each worker."""
    listener.socket.close()
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        "onward.cli.servers:worker_application",
        address=listener.address,
        port=listener.port,
        interface=Interfaces.ASGI,
        workers=plan.settings.workers,
        loop=Loops.uvloop,
        http=HTTPModes.http1,
        websockets=False,
        backlog=_BACKLOG,
        log_enabled=False,
        respawn_failed_workers=True,
        workers_kill_timeout=plan.settings.shutdown_timeout_seconds,
    )
    # It would take the loss of the terminal for a wish to reload.
    server.on_startup(partial(signal.signal, signal.SIGHUP, signal.getsignal(signal.SIGHUP)))
    server.serve(target_loader=partial(worker_application, plan), wrap_loader=False)
