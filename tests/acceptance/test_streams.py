"""Streams of events on a live server: they end when it stops, and after a kill nothing is lost to who comes back."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from signal import SIGKILL, SIGTERM
from typing import Any

import httpx
import pytest

from tests.acceptance.server import Place, Server

SOON_SECONDS = 2.0
# Far less than requests in flight are given.
STOP_SECONDS = 10.0


class Following:
    """One connection to the stream, read line by line."""

    def __init__(self, answer: httpx.Response) -> None:
        self._lines = answer.iter_lines()
        self.last = ""

    def message(self) -> Any:
        """The next event or control message, without comments; None at the end."""
        fields: dict[str, str] = {}
        for line in self._lines:
            if line.startswith(":"):
                continue
            if line:
                name, _, text = line.partition(": ")
                fields[name] = text
            elif fields:
                self.last = fields["id"]
                return fields.get("event") or json.loads(fields["data"])
        return None


@contextmanager
def following(url: str, last: str | None = None) -> Iterator[Following]:
    headers = {} if last is None else {"Last-Event-ID": last}
    with (
        httpx.Client(base_url=url, timeout=10) as client,
        client.stream("GET", "/v1/events/stream", headers=headers) as answer,
    ):
        assert answer.status_code == 200
        yield Following(answer)


def customer(server: Server, name: str) -> None:
    with server.client() as client:
        assert client.post("/v1/customers", json={"name": name}).status_code == 201


@pytest.mark.parametrize("settings", [{}, {"workers": "2"}, {"server": "granian"}], ids=str)
def test_streams_end_as_soon_as_the_server_is_told_to_stop(place: Place, settings: dict[str, str]) -> None:
    server = place.start(**settings)
    with following(server.url) as stream:
        assert stream.message() == "ready"
        told_at = time.monotonic()
        server.send(SIGTERM)
        assert stream.message() is None
        assert time.monotonic() - told_at < STOP_SECONDS
    assert server.wait() == 0
    assert server.failures() == []


def test_after_a_kill_who_comes_back_misses_nothing(place: Place) -> None:
    server = place.start()
    with following(server.url) as stream:
        assert stream.message() == "ready"
        customer(server, "One")
        assert stream.message()["new"]["name"] == "One"
        customer(server, "Two")
        server.send(SIGKILL)
        last = stream.last
    server.wait()
    again = place.start()
    customer(again, "Three")
    with following(again.url, last) as stream:
        assert stream.message() == "ready"
        assert [stream.message()["new"]["name"] for _ in range(2)] == ["Two", "Three"]


def test_what_another_process_writes_is_told_soon(place: Place) -> None:
    server, other = place.start(), place.start()
    with following(server.url) as stream:
        assert stream.message() == "ready"
        written_at = time.monotonic()
        customer(other, "One")
        assert stream.message()["new"]["name"] == "One"
        assert time.monotonic() - written_at < SOON_SECONDS
