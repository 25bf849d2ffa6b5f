"""Told to stop: what is in flight is finished, nothing new is let in, and the exit is a clean one."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from signal import SIGINT, SIGTERM, Signals
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest

from tests.acceptance.server import Place, wait_until

IN_FLIGHT = 8


@pytest.mark.parametrize(
    ("settings", "how"),
    [({}, SIGTERM), ({}, SIGINT), ({"workers": "2"}, SIGTERM), ({"server": "granian"}, SIGTERM)],
    ids=str,
)
def test_requests_in_flight_are_finished(place: Place, settings: dict[str, str], how: Signals) -> None:
    server = place.start(pool_size=str(IN_FLIGHT), **settings)
    with server.client() as client, ThreadPoolExecutor(IN_FLIGHT) as callers:
        customers = [client.post("/v1/customers", json={"name": "Initech"}).json()["id"] for _ in range(IN_FLIGHT)]
        paths = [f"/v1/interactions/{new_interaction(client, each)}/complete" for each in customers]
        with locked(place, customers) as waiting:
            answers = [callers.submit(complete, server.url, path) for path in paths]
            wait_until(lambda: waiting() == IN_FLIGHT)
            server.send(how)
            wait_until(lambda: is_refused(server.url))
            assert server.process.poll() is None
            assert not any(answer.done() for answer in answers)
        for answer in answers:
            finished = answer.result()
            assert finished.status_code == 200
            assert finished.json()["next_interaction"]["status"] == "pending"
    assert server.wait() == 0
    assert server.failures() == []
    place.assert_engine_stops()


def new_interaction(client: httpx.Client, customer_id: str) -> str:
    body = {"customer_id": customer_id, "type": "phone_call", "title": "Call"}
    return str(client.post("/v1/interactions", json=body).json()["id"])


def complete(url: str, path: str) -> httpx.Response:
    return httpx.post(f"{url}{path}", json={"outcome": "success"}, timeout=30)


@contextmanager
def locked(place: Place, customers: list[str]) -> Iterator["Waiting"]:
    """Hold the customers' rows; gives a count of those who wait for them."""
    with psycopg.connect(place.dsn) as holder, psycopg.connect(place.dsn, autocommit=True) as onlooker:
        holder.execute("SELECT FROM customers WHERE id = ANY(%s::uuid[]) FOR UPDATE", [customers])
        yield Waiting(onlooker)


class Waiting:
    def __init__(self, connection: "psycopg.Connection[tuple[int]]") -> None:
        self._connection = connection

    def __call__(self) -> int:
        found = self._connection.execute(_WAITING).fetchone()
        assert found is not None
        return found[0]


_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'onward' AND wait_event_type = 'Lock'"


def is_refused(url: str) -> bool:
    address = urlsplit(url)
    try:
        socket.create_connection((address.hostname or "", address.port or 0), timeout=5).close()
    except ConnectionRefusedError:
        return True
    return False
