"""The database goes away, hangs or is full: clear answers within the time-outs, and recovery by itself."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import httpx
import psycopg
import pytest

from tests.acceptance.postgres import OwnPostgres
from tests.acceptance.server import Place, Server, wait_until

# Ten seconds for a place in the pool, two for a statement (15 by default) and two of grace, two to roll back; the rest
# is for a slow machine.
PATIENCE_SECONDS = 25.0


@pytest.fixture(scope="module")
def postgres(place: Place) -> Iterator[OwnPostgres]:
    made = OwnPostgres(place.data_dir / "elsewhere")
    yield made
    made.stop()


@pytest.fixture(scope="module")
def server(place: Place, postgres: OwnPostgres) -> Server:
    return place.start(database_url=postgres.dsn, statement_timeout_seconds="2", pool_size="4")


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with server.client() as made:
        assert made.get("/readyz").status_code == 200
        yield made


def assert_unavailable(client: httpx.Client) -> None:
    """Reads, writes and readiness say so in time; the process itself is well."""
    asked = [("GET", "/v1/customers"), ("POST", "/v1/customers"), ("GET", "/readyz")]
    for method, path in asked:
        began = time.monotonic()
        answer = client.request(method, path, json={"name": "Initech"} if method == "POST" else None)
        assert time.monotonic() - began < PATIENCE_SECONDS, f"{method} {path} hangs"
        assert answer.status_code == 503, answer.text
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["type"] == "/problems/unavailable"
        assert int(answer.headers["Retry-After"]) > 0
    assert client.get("/healthz").status_code == 200


def assert_recovers(client: httpx.Client) -> None:
    wait_until(lambda: client.get("/readyz").status_code == 200)
    wait_until(lambda: client.get("/v1/customers").status_code == 200)
    wait_until(lambda: client.post("/v1/customers", json={"name": "Initech"}).status_code == 201)
    assert client.get("/v1/customers", params={"sort": "-created_at"}).json()["data"][0]["name"] == "Initech"


def test_a_database_that_is_gone(client: httpx.Client, postgres: OwnPostgres) -> None:
    postgres.stop()
    assert_unavailable(client)
    postgres.start()
    assert_recovers(client)


def test_a_database_that_is_restarted_costs_no_request_afterwards(client: httpx.Client, postgres: OwnPostgres) -> None:
    """Connections that broke while nobody used them are replaced before a request meets them."""
    assert client.get("/v1/customers").status_code == 200
    postgres.stop()
    postgres.start()
    assert [client.get("/v1/customers").status_code for _ in range(8)] == [200] * 8


def test_a_database_that_hangs(client: httpx.Client, postgres: OwnPostgres) -> None:
    assert client.get("/v1/customers").status_code == 200
    postgres.freeze()
    try:
        assert_unavailable(client)
    finally:
        postgres.thaw()
    assert_recovers(client)


def test_a_database_without_a_free_connection(client: httpx.Client, postgres: OwnPostgres) -> None:
    with ExitStack() as others:
        ours = others.enter_context(psycopg.connect(postgres.dsn, autocommit=True))
        fill(postgres, others)
        ours.execute(_END_THE_SERVERS)
        fill(postgres, others)
        assert_unavailable(client)
    assert_recovers(client)


def fill(postgres: OwnPostgres, others: ExitStack) -> None:
    """Take all connections that are left."""
    with suppress(psycopg.OperationalError):
        while True:
            others.enter_context(psycopg.connect(postgres.dsn))


_END_THE_SERVERS = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'onward'"
