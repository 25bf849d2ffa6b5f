"""What every request and every answer goes through, whatever it is about."""

import asyncio
import io
import json
from collections.abc import Iterator
from uuid import UUID

import pytest
import structlog

from onward.api import logs
from onward.api.metrics import Meter

from .asking import Asker
from .serving import AskedDatabase, serve

NOTE = f"/v1/notes/{UUID(int=5)}"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    logs.configure(stream=stream)
    yield stream
    structlog.reset_defaults()


@pytest.mark.parametrize("path", ["/api/v1/notes", "/v1/notes", "/v1/notes/", "/api/v1/notes/"])
async def test_both_addresses_are_one(local: Asker, path: str) -> None:
    assert (await local.get(path)).status == 200


@pytest.mark.parametrize(
    "path", ["/api/v2/notes", "/api/healthz", "/api/notes", "/api", "/apix/v1/notes", "/api/api/v1/notes"]
)
async def test_only_that_prefix_is_rewritten(local: Asker, path: str) -> None:
    assert (await local.get(path)).status == 404


async def test_what_was_created_says_where_it_is(local: Asker) -> None:
    said = await local.post("/api/v1/notes", b'{"title": "a"}')
    assert (said.status, said.headers["etag"]) == (201, '"1"')
    assert said.headers["location"] == f"/v1/notes/{said.json['id']}"


@pytest.mark.parametrize("path", ["/v1/notes", "/v1/nothing", "/healthz", "/openapi.json"])
async def test_every_answer_has_its_id_and_is_what_it_says(local: Asker, path: str) -> None:
    said = await local.get(path)
    assert UUID(said.headers["x-request-id"]).version == 7
    assert said.headers["x-content-type-options"] == "nosniff"
    assert said.headers.get("cache-control") == ("no-store" if path.startswith("/v1/") else None)


@pytest.mark.parametrize(("given", "is_taken"), [("a-B_9", True), ("x" * 64, True), ("x" * 65, False), ("a b", False)])
async def test_a_clients_own_id_is_taken_when_it_is_plain(local: Asker, given: str, is_taken: bool) -> None:
    said = await local.get("/v1/notes", headers={"x-request-id": given})
    assert (said.headers["x-request-id"] == given) == is_taken


async def test_head_is_get_without_the_body(local: Asker) -> None:
    got, head = await local.get(NOTE), await local.ask("HEAD", NOTE)
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(got.body))


async def test_nothing_to_say_has_no_body_and_no_length(local: Asker) -> None:
    said = await local.ask("DELETE", NOTE)
    assert (said.status, said.body) == (204, b"")
    assert "content-length" not in said.headers


async def test_what_is_refused_before_the_handler_opens_no_transaction(keyless: AskedDatabase, local: Asker) -> None:
    await local.get("/v1/notes")
    before = len(keyless.questions)
    await local.post("/v1/notes", b"{")
    await local.get("/v1/notes", b"limit=x")
    await local.get("/v1/notes/x")
    assert keyless.questions[before:] == []


async def test_a_request_is_one_line_of_json(lines: io.StringIO, keyless: AskedDatabase) -> None:
    secret = {"authorization": "Bearer swordfish", "x-request-id": "abc"}
    await serve(keyless, log_requests=True).get(f"/api{NOTE}", b"q=swordfish", headers=secret)
    line = json.loads(lines.getvalue())
    assert line.pop("duration_ms") >= 0
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "request",
        "level": "info",
        "request_id": "abc",
        "method": "GET",
        "route": "/v1/notes/{note_id}",
        "path": f"/api{NOTE}",
        "status": 401,
        "tenant": None,
        "actor": None,
    }


async def test_a_line_says_who(lines: io.StringIO, keyless: AskedDatabase) -> None:
    await serve(keyless, log_requests=True).get(NOTE)
    line = json.loads(lines.getvalue())
    assert (line["tenant"], line["actor"], line["status"]) == ("demo", "local", 200)


async def test_an_unexpected_error_is_in_the_log_with_its_traceback(lines: io.StringIO, keyless: AskedDatabase) -> None:
    await serve(keyless, log_requests=True).post(f"{NOTE}/shred")
    error, request = map(json.loads, lines.getvalue().splitlines())
    assert "RuntimeError: the password is swordfish" in error["exception"]
    assert (error["level"], error["request_id"]) == ("error", request["request_id"])


async def test_the_end_waits_for_what_is_running() -> None:
    meter = Meter()
    meter.begin()
    ending = asyncio.create_task(meter.wait_until_idle(5))
    await asyncio.sleep(0)
    assert not ending.done()
    meter.end("GET", "/v1/notes", 200, 0.1)
    assert await ending


async def test_the_end_does_not_wait_for_ever() -> None:
    meter = Meter()
    meter.begin()
    assert not await meter.wait_until_idle(0.01)
