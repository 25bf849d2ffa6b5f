"""The engine lives exactly as long as somebody serves from it, however serving ends."""

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest

from onward.embedded import processes
from tests.acceptance.server import STOP_SECONDS, Place, kill, running, wait_until


@pytest.fixture(autouse=True)
def nobody_is_left(place: Place) -> Iterator[None]:
    """A test that failed leaves no server to the next."""
    yield
    place.end_servers()


ALONE = {"pool_size": "4"}
WITH_WORKERS = {"workers": "2", "pool_size": "4"}
GRANIAN = {"server": "granian", "pool_size": "4"}


@pytest.mark.parametrize(
    ("settings", "how"),
    [
        (ALONE, "SIGTERM"),
        (ALONE, "SIGINT"),
        (ALONE, "SIGHUP"),
        (WITH_WORKERS, "SIGHUP"),
        (GRANIAN, "SIGTERM"),
        (GRANIAN, "SIGHUP"),
    ],
    ids=str,
)
def test_no_postmaster_is_left_after_a_signal(place: Place, settings: dict[str, str], how: str) -> None:
    server = place.start(**settings)
    assert len(place.postmasters()) == 1
    server.send(signal.Signals[how])
    assert server.wait() == 0
    place.assert_engine_stops()


@pytest.mark.parametrize("settings", [ALONE, WITH_WORKERS, GRANIAN], ids=str)
def test_no_postmaster_and_no_worker_is_left_after_a_kill(place: Place, settings: dict[str, str]) -> None:
    server = place.start(**settings)
    server.send(signal.SIGKILL)
    server.wait()
    place.assert_engine_stops()
    with pytest.raises(httpx.TransportError):
        httpx.get(f"{server.url}/healthz")


@pytest.mark.parametrize("settings", [WITH_WORKERS, GRANIAN], ids=str)
def test_a_lost_terminal_means_nothing_where_that_was_asked_for(place: Place, settings: dict[str, str]) -> None:
    server = place.start(program=["nohup"], **settings)
    server.send_to_group(signal.SIGHUP)
    with server.client() as client:
        for _ in range(10):
            time.sleep(0.1)
            assert client.get("/readyz").status_code == 200
    assert server.stop() == 0
    place.assert_engine_stops()


@pytest.mark.parametrize("how", ["SIGINT", "SIGKILL"])
def test_no_postmaster_is_left_after_a_signal_to_the_process_group(place: Place, how: str) -> None:
    server = place.start(**WITH_WORKERS)
    server.send_to_group(signal.Signals[how])
    server.wait()
    place.assert_engine_stops()


def test_a_worker_that_is_killed_is_replaced_and_the_engine_lives_on(place: Place) -> None:
    server = place.start(**WITH_WORKERS, worker="off")
    postmaster = place.postmaster()
    before = workers_of(server.pid)
    kill({min(before)})
    wait_until(lambda: len(workers_of(server.pid) - {min(before)}) == len(before))
    with server.client() as client:
        wait_until(lambda: client.get("/readyz").status_code == 200)
    assert place.postmaster() == postmaster
    assert server.stop() == 0
    place.assert_engine_stops()


def workers_of(pid: int) -> set[int]:
    """Its child processes that serve."""
    forked = running("--multiprocessing-fork")
    return {child for child in forked if processes.parent(child) == pid}


# Takes the terminal on standard input as the one that controls the session, then becomes the server.
_LOG_IN = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"


def test_no_postmaster_is_left_when_the_terminal_is_closed(place: Place) -> None:
    terminal, line = pty.openpty()
    server = subprocess.Popen(
        [sys.executable, "-c", _LOG_IN, sys.executable, "-m", "onward.cli", "serve"],
        env=place.environment(),
        stdin=line,
        stdout=line,
        stderr=line,
        start_new_session=True,
    )
    os.close(line)
    said = b""
    while b"Onward is ready" not in said:
        said += os.read(terminal, 1000)
    assert len(place.postmasters()) == 1
    os.close(terminal)
    server.wait(STOP_SECONDS)
    place.assert_engine_stops()


def test_two_servers_share_one_engine_until_the_last_is_gone(place: Place) -> None:
    first, second = place.start(), place.start()
    assert first.url != second.url
    postmaster = place.postmaster()
    first.send(signal.SIGKILL)
    first.wait()
    with second.client() as client:
        for _ in range(20):
            assert client.get("/v1/customers").status_code == 200
    assert place.postmaster() == postmaster
    assert second.stop() == 0
    place.assert_engine_stops()


def test_a_start_after_everything_was_killed_recovers_what_was_committed(place: Place) -> None:
    server = place.start()
    with server.client() as client:
        made = client.post("/v1/customers", json={"name": "Initech"}).json()
    kill(place.keepers())
    kill({server.pid})
    kill(place.engine_processes())
    server.wait()
    recoveries = place.log_count("was not properly shut down")

    again = place.start()
    assert place.log_count("was not properly shut down") == recoveries + 1
    with again.client() as client:
        assert client.get(f"/v1/customers/{made['id']}").json()["name"] == "Initech"
    assert again.stop() == 0
    place.assert_engine_stops()
