"""Where the server's time goes: the app in this process under cProfile, the load from outside.

The profiler makes everything slower, small functions most of all: read shares, not seconds.
"""

import asyncio
import cProfile
import os
import pstats
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn
import uvloop

from benches import fill, loading, slices, tables
from benches.complete import CLIENTS, DATABASE
from benches.load import HOST, Batch
from benches.servers import free_port
from benches.slices import Slice, Supply
from benches.world import World
from onward import settings, wiring
from onward.api import logs
from onward.embedded import Engine

_TOP = 40
_WARMING = 480
_MICROSECONDS = 1e6


Asked = Callable[[int, Slice], Batch]


def _next_steps(port: int, chosen: Slice) -> Batch:
    return slices.next_steps("next", port, CLIENTS, chosen.world, chosen.customers())


def _first_pages(port: int, chosen: Slice) -> Batch:
    return slices.first_pages("list", port, CLIENTS, chosen.customers())


def _completions(port: int, chosen: Slice) -> Batch:
    return slices.completions("complete", port, CLIENTS, chosen)


ASKED: dict[str, Asked] = {"complete": _completions, "next": _next_steps, "list": _first_pages}


def measure(engine: Engine, world: World, what: str, requests: int) -> str:
    """Profile so many requests, after some to warm up, by package and by function."""
    fill.clone(engine, fill.ensure(engine, world), DATABASE)
    profiler = cProfile.Profile(time.thread_time)
    with Path(os.devnull).open("w") as nowhere:
        logs.configure("info", nowhere)
        rate = uvloop.run(_serve(engine.dsn_of(DATABASE), profiler, Supply(world), ASKED[what], requests))
    stats = pstats.Stats(profiler)
    said = f"{requests} times {what} under the profiler, {rate:.0f} a second; microseconds for each one.\n"
    return "\n".join([said, _by_package(stats, requests), _by_function(stats, requests)])


async def _serve(dsn: str, profiler: cProfile.Profile, supply: Supply, asked: Asked, requests: int) -> float:
    app: Any = wiring.create_application(
        settings.Settings(local_mode="off"), dsn, is_loopback=True, on_stop=lambda _: None
    )
    wiring.settle_memory()
    port = free_port()
    quiet: dict[str, Any] = {"log_config": None, "access_log": False, "proxy_headers": False}
    server = uvicorn.Server(uvicorn.Config(app, host=HOST, port=port, http="httptools", ws="none", **quiet))
    loop = asyncio.get_running_loop()
    rates: list[float] = []

    def drive() -> None:
        try:
            _ask(asked(port, supply.take(_WARMING)))
            loop.call_soon_threadsafe(profiler.enable)
            rates.append(_ask(asked(port, supply.take(requests))))
            loop.call_soon_threadsafe(profiler.disable)
        finally:
            server.should_exit = True

    driver = threading.Thread(target=drive)
    driver.start()
    await server.serve()
    driver.join()
    return rates[0]


def _ask(batch: Batch) -> float:
    """How many answers came a second."""
    return len(batch.requests) / loading.run([batch])[0].seconds


def _by_package(stats: pstats.Stats, requests: int) -> str:
    own: dict[str, float] = defaultdict(float)
    for (file, _, name), (_, _, seconds, _, _) in _functions(stats):
        own[_package(file, name)] += seconds
    ranked = sorted(own.items(), key=lambda pair: -pair[1])
    total = sum(own.values())
    rows = [[f"`{name}`", _each(seconds, requests), f"{seconds / total:.0%}"] for name, seconds in ranked[:_TOP]]
    return tables.table(["module or package", "own time", "share"], rows)


def _by_function(stats: pstats.Stats, requests: int) -> str:
    ranked = sorted(_functions(stats), key=lambda item: -item[1][3])
    rows = [
        [
            f"`{_place(file)}:{line} {name}`" if line else f"`{name}`",
            f"{calls / requests:.1f}",
            _each(own, requests),
            _each(cumulative, requests),
        ]
        for (file, line, name), (_, calls, own, cumulative, _) in ranked[: 2 * _TOP]
    ]
    return tables.table(["function", "calls", "own time", "with what it calls"], rows)


def _functions(stats: pstats.Stats) -> list[tuple[tuple[str, int, str], tuple[int, int, float, float, Any]]]:
    """The waiting for the network is nobody's time."""
    everything: dict[Any, Any] = vars(stats)["stats"]
    return [(where, figures) for where, figures in everything.items() if "select.epoll" not in where[2]]


def _package(file: str, name: str) -> str:
    if file.startswith(("~", "<")):
        return f"built in: {name}"
    place = _place(file)
    return place if place.startswith("onward") else place.split("/")[0]


def _place(file: str) -> str:
    """The path of a file below its library."""
    path = Path(file)
    for root in ("site-packages", "src", "lib"):
        if root in path.parts:
            return "/".join(path.parts[path.parts.index(root) + 1 :])
    return path.name


def _each(seconds: float, requests: int) -> str:
    return f"{seconds / requests * _MICROSECONDS:.1f}"
