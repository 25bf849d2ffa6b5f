"""The app: the nouns' routes and the operations behind the front, with the database's life tied to it.

Reads no environment: every value is an argument.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cache, partial
from uuid import UUID

import structlog
from litestar import Litestar
from litestar.exceptions import HTTPException

from onward.api import edge, nouns, openapi, problems, routing, single_sign_on
from onward.api.access import Gate, LocalMode
from onward.api.afterwards import Afterwards
from onward.api.equipment import Equipment, OnStop
from onward.api.feeds import Feeds
from onward.api.front import Front
from onward.api.introduction import Introduction, SignOn
from onward.api.metrics import Meter
from onward.api.operations import Operations
from onward.api.routing import Routes
from onward.api.site import Site, SiteFirst
from onward.api.surroundings import Surroundings
from onward.api.turn_figures import TurnFigures
from onward.domain import errors
from onward.store.transactions import Database

_log = structlog.get_logger("onward.app")


def create_app(
    database: Database,
    *,
    local_mode: LocalMode,
    is_loopback: bool,
    metrics_token: str | None,
    clock: Callable[[], datetime],
    new_id: Callable[[], UUID],
    expected_revision: str,
    log_requests: bool = True,
    equipment: Equipment | None = None,
    drain_seconds: float = 30.0,
    site: Site | None = None,
    rooms: Iterable[Routes] = nouns.ROOMS,
) -> Front:
    """Raises routing.Undeclared for a route that lacks its permission or is declared wrongly.

    `is_loopback`: whether the server listens on this machine's own address only. `drain_seconds`: how long
    requests that still run at the end are waited for. Without a `site` there is the API alone.
    """
    routes = routing.collect(rooms)
    means = equipment or Equipment()
    gate = Gate(
        database,
        local_mode=local_mode,
        is_loopback=is_loopback,
        proxies=means.proxies,
        public_url=means.public_url,
    )
    feeds = Feeds(database, means.feed_limits)
    surroundings = Surroundings(database, gate, clock, new_id, feeds, means)
    meter = Meter()
    meter.watch("onward_event_followers", "Streams of events being followed.", lambda: feeds.follower_count)
    _watch_pool(meter, database)
    turn_figures = TurnFigures(database, clock)
    meter.include(turn_figures)
    operations = Operations(
        check_database=partial(database.check, expected_revision),
        describe=cache(partial(openapi.encoded, routes, means.base_path)),
        introduce=Introduction(gate, means.base_path, _sign_on(means)),
        meter=meter,
        metrics_token=metrics_token,
        refresh=turn_figures.refresh,
        base_path=means.base_path,
    )
    app = Litestar(
        [*edge.handlers(routes, surroundings), *operations.handlers()],
        exception_handlers={
            HTTPException: problems.answer_http,
            Exception: problems.answer_unexpected,
        },
        lifespan=[partial(_alive, database, meter, feeds, means.afterwards, drain_seconds, means.on_stop)],
        openapi_config=None,
        logging_config=None,
    )
    served = app if site is None else SiteFirst(app, site)
    return Front(served, meter=meter, new_id=new_id, log_requests=log_requests, base_path=means.base_path)


def _sign_on(means: Equipment) -> SignOn | None:
    provider = means.identity_provider
    return None if provider is None else SignOn(provider.name, single_sign_on.START)


def _watch_pool(meter: Meter, database: Database) -> None:
    meter.watch("onward_database_connections", "Connections held.", lambda: _connections(database)[0])
    meter.watch("onward_database_connections_in_use", "Connections at work.", lambda: _connections(database)[1])


def _connections(database: Database) -> tuple[int, int]:
    """How many the pool holds and how many of them are at work; none while it is not open."""
    try:
        pool = database.pool
    except errors.Unavailable:
        return 0, 0
    return pool.get_size(), pool.get_size() - pool.get_idle_size()


@asynccontextmanager
async def _alive(
    database: Database,
    meter: Meter,
    feeds: Feeds,
    afterwards: Afterwards,
    drain_seconds: float,
    on_stop: OnStop,
    _: Litestar,
) -> AsyncIterator[None]:
    await database.open()
    on_stop(partial(asyncio.get_running_loop().call_soon_threadsafe, feeds.close))
    try:
        yield
    finally:
        feeds.close()
        await feeds.wait_until_closed()
        if not await meter.wait_until_idle(drain_seconds):
            _log.warning("some requests were still running at the end", waited_seconds=drain_seconds)
        await afterwards.wait(drain_seconds)
        await database.close()
