"""The worker's process: beside a server or alone, one for however many processes serve, ended with its server."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from onward.embedded import processes
from tests.acceptance.server import STOP_SECONDS, Place, Server, kill, running, wait_until


@pytest.fixture(autouse=True)
def nobody_is_left(place: Place) -> Iterator[None]:
    yield
    place.end_servers()


@contextmanager
def looking(place: Place) -> "Iterator[psycopg.Connection[tuple[int]]]":
    with psycopg.connect(place.dsn, autocommit=True) as connection:
        yield connection


def turns_run(look: "psycopg.Connection[tuple[int]]") -> int:
    row = look.execute("SELECT coalesce(sum(runs), 0)::integer FROM turn_counts WHERE step = 'prune_house'").fetchone()
    assert row is not None
    return row[0]


def make_due(look: "psycopg.Connection[tuple[int]]") -> None:
    look.execute("UPDATE turns SET due_at = '2000-01-01Z', holder = NULL WHERE step = 'prune_house'")


def companions(server: Server) -> set[int]:
    """Processes beside the one that serves alone."""
    return {pid for pid in running("--multiprocessing-fork") if processes.parent(pid) == server.pid}


@pytest.mark.parametrize("settings", [{}, {"workers": "2"}, {"server": "granian"}], ids=str)
def test_a_server_has_one_beside_it(place: Place, settings: dict[str, str]) -> None:
    server = place.start(pool_size="4", **settings)
    with looking(place) as look:
        before = turns_run(look)
        make_due(look)
        wait_until(lambda: turns_run(look) > before)
    assert server.stop() == 0
    assert server.failures() == []
    place.assert_engine_stops()


def test_one_that_is_killed_is_replaced(place: Place) -> None:
    server = place.start(pool_size="4")
    wait_until(lambda: companions(server))
    (first,) = companions(server)
    kill({first})
    wait_until(lambda: companions(server) - {first})
    with looking(place) as look:
        before = turns_run(look)
        make_due(look)
        wait_until(lambda: turns_run(look) > before)
    assert server.stop() == 0


def test_it_does_not_outlive_a_server_that_is_killed(place: Place) -> None:
    server = place.start(pool_size="4")
    wait_until(lambda: companions(server))
    (worker,) = companions(server)
    server.send(signal.SIGKILL)
    server.wait()
    wait_until(lambda: worker not in processes.find_titled(""))
    place.assert_engine_stops()


def test_it_can_be_left_out_and_started_alone(place: Place) -> None:
    server = place.start(pool_size="4", worker="off")
    alone = subprocess.Popen(
        [sys.executable, "-m", "onward.cli", "worker"],
        env=place.environment(),
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        with looking(place) as look:
            wait_until(lambda: look.execute("SELECT FROM turns WHERE step = 'prune_house'").rowcount == 1)
            before = turns_run(look)
            make_due(look)
            wait_until(lambda: turns_run(look) > before)
        assert companions(server) == set()
        alone.send_signal(signal.SIGTERM)
        said, _ = alone.communicate(timeout=STOP_SECONDS)
    finally:
        alone.kill()
        alone.wait()
    assert alone.returncode == 0
    assert said == b"The worker is at work.\n"
