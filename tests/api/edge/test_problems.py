"""Everything that goes wrong is told in one shape, and an inner detail is never told."""

import json
from collections.abc import Iterator
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from onward.api import problems
from onward.domain import errors

from .asking import Asker, Said

NOTE = f"/v1/notes/{UUID(int=5)}"


def is_problem(said: Said, status: int, slug: str) -> bool:
    told = said.json
    return (
        (said.status, told["status"]) == (status, status)
        and said.headers["content-type"] == "application/problem+json"
        and told["type"] == f"/problems/{slug}"
        and told["request_id"] == said.headers["x-request-id"]
        and bool(told["title"] and told["detail"])
        and ("errors" in told) == (slug == "invalid")
    )


def refusals(kind: type[errors.OnwardError]) -> Iterator[type[errors.OnwardError]]:
    for refusal in kind.__subclasses__():
        yield refusal
        yield from refusals(refusal)


@pytest.mark.parametrize("kind", [kind for kind in refusals(errors.OnwardError) if kind is not errors.Refused])
def test_every_error_has_its_status(kind: type[errors.OnwardError]) -> None:
    assert kind.code in problems.STATUSES


@pytest.mark.parametrize("path", ["/", "/v1", "/v1/nothing", "/v2/notes", "/v1/notes/x/y/z", "/a\0b", "/é", "//"])
async def test_an_address_that_is_none(local: Asker, path: str) -> None:
    assert is_problem(await local.get(path), 404, "not-found")


@pytest.mark.parametrize("text", ["x", "1", "%7B%7D", "00000000-0000-0000-0000-00000000000g", "a\0", "é" * 999])
async def test_what_is_no_id_is_not_found(local: Asker, text: str) -> None:
    assert is_problem(await local.get(f"/v1/notes/{text}"), 404, "not-found")


@pytest.mark.parametrize(("method", "path"), [("PATCH", NOTE), ("PUT", "/v1/notes"), ("FOO", NOTE), ("POST", "/docs")])
async def test_a_method_that_is_not_taken(local: Asker, method: str, path: str) -> None:
    said = await local.ask(method, path)
    assert is_problem(said, 405, "method-not-allowed")
    assert "GET" in said.headers["allow"]


async def test_options_says_what_is_taken(local: Asker) -> None:
    said = await local.ask("OPTIONS", NOTE)
    assert said.status == 204
    assert {"GET", "PUT", "DELETE"} <= set(said.headers["allow"].replace(" ", "").split(","))


async def test_fields_that_are_wrong_are_listed(local: Asker) -> None:
    said = await local.post("/v1/notes", b'{"title": ""}')
    assert is_problem(said, 422, "invalid")
    assert said.json["errors"] == [{"field": "title", "message": "must not be empty"}]


async def test_parameters_that_are_wrong_are_listed(local: Asker) -> None:
    said = await local.get("/v1/notes", b"limit=0&x=1")
    assert is_problem(said, 422, "invalid")
    assert said.fields == ["limit", "x"]


@pytest.mark.parametrize("path", [NOTE, "/v1/notes"])
async def test_a_parameter_where_none_is_known(local: Asker, path: str) -> None:
    assert (await local.get(path, b"foo=1")).fields == ["foo"]


async def test_a_body_where_none_is_needed_must_still_be_an_empty_object(local: Asker) -> None:
    assert (await local.post(f"{NOTE}/send", b'{"x": 1}')).fields == ["x"]


@pytest.mark.parametrize(
    ("body", "headers", "status", "slug"),
    [
        (b"{", {}, 400, "malformed"),
        (b"[" * 10_000, {}, 400, "malformed"),
        (b"{}", {"content-length": "99999999"}, 413, "too-large"),
        (b" " * (1024 * 1024 + 1), {"transfer-encoding": "chunked"}, 413, "too-large"),
        (b"{}", {"content-type": "multipart/form-data; boundary=x"}, 415, "unsupported-media"),
    ],
)
async def test_a_body_that_cannot_be_read(
    local: Asker, body: bytes, headers: dict[str, str], status: int, slug: str
) -> None:
    assert is_problem(await local.post("/v1/notes", body, headers=headers), status, slug)


@pytest.mark.parametrize("match", ['"2"', 'W/"3"', "3", "x", '""', '"03"', '"2", "4"', '"-3"', '"' + "9" * 400 + '"'])
async def test_an_older_version_is_stale(local: Asker, match: str) -> None:
    said = await local.ask("PUT", NOTE, parts=[b'{"title": "a"}'], headers={"if-match": match})
    assert is_problem(said, 412, "stale")


@pytest.mark.parametrize("match", ['"3"', "*", ' "3" ', '"2", "3"'])
async def test_the_right_version_or_any_is_not(local: Asker, match: str) -> None:
    said = await local.ask("PUT", NOTE, parts=[b'{"title": "a"}'], headers={"if-match": match})
    assert (said.status, said.headers["etag"]) == (200, '"4"')


async def test_unavailable_says_when_to_come_back(local: Asker) -> None:
    said = await local.post(f"{NOTE}/send")
    assert is_problem(said, 503, "unavailable")
    assert said.headers["retry-after"] == "1"


async def test_an_unexpected_error_is_logged_and_not_told(local: Asker) -> None:
    with capture_logs() as lines:
        said = await local.post(f"{NOTE}/shred", headers={"x-request-id": "abc"})
    assert is_problem(said, 500, "internal")
    assert b"swordfish" not in said.body
    assert "swordfish" in str(lines[0]["exc_info"])
    assert lines[0]["request_id"] == "abc"


async def test_a_broken_host_is_malformed(local: Asker) -> None:
    assert is_problem(await local.get("/healthz", headers={"host": "a/b c"}), 400, "malformed")


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "a\tb", "é"])
async def test_an_idempotency_key_must_be_plain(local: Asker, key: str) -> None:
    said = await local.post("/v1/notes", json.dumps({"title": "a"}).encode(), headers={"idempotency-key": key})
    assert said.fields == ["Idempotency-Key"]
