"""`onward serve`: what it says, where it refuses to listen, and how it stops."""

import json
import re
import shlex
import signal
import socket
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest

from onward import embedded
from onward.embedded.folders import Folders
from tests.cli.conftest import Place, Server

WAIT_SECONDS = 20


@pytest.fixture(scope="module")
def server(place: Place) -> Iterator[Server]:
    with place.serving() as running:
        yield running


@pytest.fixture(scope="module")
def things_to_try(server: Server) -> str:
    return server.said()


def curl(words: str) -> httpx.Response:
    """Do what a printed curl command says."""
    _, *arguments = shlex.split(words)
    method, body = "GET", None
    url = next(each for each in arguments if each.startswith("http"))
    for flag, value in pairwise(arguments):
        method = value if flag == "-X" else method
        body = value if flag == "-d" else body
    return httpx.request(method, url, content=body)


def test_it_is_ready_when_it_says_so(server: Server) -> None:
    assert httpx.get(f"{server.url}/readyz").json() == {"status": "ready"}


def test_the_printed_commands_work_as_printed(things_to_try: str) -> None:
    following, completing = re.findall(r"curl .*", things_to_try)
    upcoming = curl(following)
    assert upcoming.status_code == 200
    done = curl(completing)
    assert done.status_code == 200, done.text
    assert done.json()["interaction"]["id"] == upcoming.json()["id"]
    assert done.json()["next_step"]["created"] is True
    assert curl(following).json()["id"] == done.json()["next_interaction"]["id"]


def test_a_second_server_on_the_same_folder_shares_its_engine(place: Place, server: Server) -> None:
    with place.serving() as second:
        assert second.url != server.url
        customers = [httpx.get(f"{each.url}/v1/customers").json()["data"] for each in (server, second)]
        assert customers[0] == customers[1]
        assert len(customers[0]) == 50
    assert httpx.get(f"{server.url}/readyz").status_code == 200


def test_workers_serve_and_stop_together(place: Place, server: Server) -> None:
    with place.serving("--workers", "2") as workers:
        assert {httpx.get(f"{workers.url}/readyz").status_code for _ in range(10)} == {200}
        assert workers.stop() == 0
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{workers.url}/healthz")
    assert httpx.get(f"{server.url}/readyz").status_code == 200


def test_granian_serves_as_well(place: Place, server: Server) -> None:
    with place.serving(ONWARD_SERVER="granian") as granian:
        assert httpx.get(f"{granian.url}/v1/customers").status_code == 200
        assert granian.stop() == 0


def test_a_taken_port_is_told_in_one_line(place: Place, server: Server) -> None:
    port = str(urlsplit(server.url).port)
    assert f"Port {port}" in place.complaint("serve", "--port", port)


def test_other_machines_are_not_let_in_without_a_key(place: Place, server: Server) -> None:
    assert "onward keys create" in place.complaint("serve", "--host", "0.0.0.0", "--port", "0")
    with place.serving("--host", "0.0.0.0", ONWARD_LOCAL_MODE="off") as closed:
        assert httpx.get(f"{closed.url}/v1/customers").status_code == 401


def test_pools_that_do_not_fit_are_told(place: Place, server: Server) -> None:
    complaint = place.complaint("serve", "--port", "0", ONWARD_POOL_SIZE="200")
    assert "209 connections" in complaint, "with the worker beside it"
    assert "max_connections" in complaint


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_request_in_flight_is_finished_before_the_end(place: Place, server: Server, how: signal.Signals) -> None:
    answers: list[httpx.Response] = []
    with place.serving() as stopping, embedded.lease(place.data_dir) as engine:
        customer = httpx.get(f"{stopping.url}/v1/customers", params={"limit": 1}).json()["data"][0]["id"]
        body = json.dumps({"customer_id": customer, "type": "phone_call", "title": "Call before the end"})
        with psycopg.connect(engine.dsn) as lock:
            lock.execute("SELECT FROM customers WHERE id = %s FOR UPDATE", (customer,))
            asking = threading.Thread(
                target=lambda: answers.append(httpx.post(f"{stopping.url}/v1/interactions", content=body, timeout=30))
            )
            asking.start()
            wait_for_a_waiting_session(engine.dsn)
            stopping.process.send_signal(how)
            time.sleep(0.5)
            assert stopping.process.poll() is None, "it waits for the request"
            lock.rollback()
        asking.join(WAIT_SECONDS)
        assert stopping.process.wait(WAIT_SECONDS) == 0
    (answer,) = answers
    assert answer.status_code == 201
    found = httpx.get(f"{server.url}/v1/interactions/{answer.json()['id']}")
    assert found.json()["title"] == "Call before the end"


def wait_for_a_waiting_session(dsn: str) -> None:
    until = time.monotonic() + WAIT_SECONDS
    with psycopg.connect(dsn, autocommit=True) as look:
        while look.execute("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'").fetchone() is None:
            assert time.monotonic() < until, "no request waits for the lock"
            time.sleep(0.02)


def test_killed_workers_leave_nothing_behind(place: Place, server: Server) -> None:
    with place.serving("--workers", "2") as workers:
        port = urlsplit(workers.url).port
        workers.stop(signal.SIGKILL)
        until = time.monotonic() + WAIT_SECONDS
        while is_open(port):
            assert time.monotonic() < until, "a worker outlives its parent"
            time.sleep(0.05)


def is_open(port: int | None) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port or 0)) == 0


def test_the_engine_ends_with_the_last_server(place: Place, server: Server) -> None:
    """The last one here, for it stops the server that the others use."""
    assert server.stop() == 0
    embedded.wait_until_stopped(place.data_dir)
    assert not (Folders(place.data_dir.resolve()).cluster / "postmaster.pid").exists()
