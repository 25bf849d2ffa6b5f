"""A POST sent twice under one Idempotency-Key happens once."""

import asyncio
from uuid import UUID

import pytest

from onward.store import idempotency
from onward.store.idempotency import KeyScope
from tests.stage import DEMO, NOW, new_id

from .asking import Asker
from .serving import AskedDatabase, Keys

TITLE = b'{"title": "a"}'
NOTE = f"/v1/notes/{UUID(int=5)}"


@pytest.fixture
def key() -> dict[str, str]:
    return {"idempotency-key": str(new_id())}


async def test_the_second_gets_the_first_ones_answer(local: Asker, key: dict[str, str]) -> None:
    first = await local.post("/v1/notes", TITLE, headers=key)
    second = await local.post("/api/v1/notes/", TITLE, headers=key)
    assert (second.status, second.body) == (first.status, first.body) == (201, first.body)
    assert {
        name: first.headers[name] for name in ("etag", "location", "content-type")
    }.items() <= second.headers.items()
    assert second.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert second.headers["x-request-id"] != first.headers["x-request-id"]


async def test_an_answer_without_content_is_kept_too(local: Asker, key: dict[str, str]) -> None:
    path = f"{NOTE}/read"
    first, second = [await local.post(path, headers=key) for _ in range(2)]
    assert (first.status, second.status, second.body) == (204, 204, b"")
    assert second.headers["idempotency-replayed"] == "true"


async def test_many_at_once_happen_once(local: Asker, key: dict[str, str]) -> None:
    said = await asyncio.gather(*(local.post("/v1/notes", TITLE, headers=key) for _ in range(8)))
    assert {answer.status for answer in said} == {201}
    assert len({answer.json["id"] for answer in said}) == 1
    assert sum("idempotency-replayed" in answer.headers for answer in said) == 7


async def test_another_body_under_the_key_is_refused(local: Asker, key: dict[str, str]) -> None:
    await local.post("/v1/notes", TITLE, headers=key)
    said = await local.post("/v1/notes", b'{"title": "b"}', headers=key)
    assert (said.status, said.json["type"]) == (422, "/problems/idempotency-key-reused")


async def test_another_address_under_the_key_is_another_request(local: Asker, key: dict[str, str]) -> None:
    said = [await local.post(f"/v1/notes/{UUID(int=number)}/read", headers=key) for number in (1, 2)]
    assert [answer.status for answer in said] == [204, 204]
    assert not any("idempotency-replayed" in answer.headers for answer in said)


async def test_another_caller_under_the_key_is_another_request(guarded: Asker, keys: Keys, key: dict[str, str]) -> None:
    ids = set()
    for _ in range(2):
        headers = {"authorization": f"Bearer {await keys.make()}", **key}
        ids.add((await guarded.post("/v1/notes", TITLE, headers=headers)).json["id"])
    assert len(ids) == 2


@pytest.mark.parametrize("act", ["send", "shred"])
async def test_a_refusal_is_not_kept(local: Asker, keyless: AskedDatabase, key: dict[str, str], act: str) -> None:
    first, second = [await local.post(f"{NOTE}/{act}", headers=key) for _ in range(2)]
    assert first.status == second.status >= 500
    assert "idempotency-replayed" not in second.headers


async def test_a_twin_that_takes_too_long_is_not_waited_for(
    local: Asker, keyless: AskedDatabase, key: dict[str, str]
) -> None:
    scope = KeyScope("local", "POST", "/v1/notes", key["idempotency-key"])
    async with keyless.transaction(DEMO.id) as twin:
        assert await idempotency.claim(twin, DEMO.id, scope, b"", NOW) is None
        said = await local.post("/v1/notes", TITLE, headers=key)
    assert (said.status, said.json["type"]) == (409, "/problems/idempotency-key-in-flight")
    assert said.headers["retry-after"] == "1"
    assert (await local.post("/v1/notes", TITLE, headers=key)).status == 201


async def test_only_a_post_takes_a_key(local: Asker, key: dict[str, str]) -> None:
    for _ in range(2):
        said = await local.ask("PUT", NOTE, parts=[TITLE], headers=key)
        assert said.status == 200
        assert "idempotency-replayed" not in said.headers
