"""Whatever is sent to the routes that belong to no tenant: refused in the problem's shape, and nothing is written."""

import json
from typing import Any

import pytest

from onward.api import openapi
from tests.api import hostile
from tests.api.hostile import Operation, Sampler

from .house import Browser, House

OPERATIONS = [
    each for each in hostile.operations(openapi.document()) if each.open_to in {"public", "person"} and each.body
]
PRESET = {
    "SignInIn": {"email": "ada@acme.example", "password": "a guess"},
    "AskResetIn": {"email": "nobody@acme.example"},
    "SetUpIn": {"email": "ada@initech.example", "tenant_slug": "initech", "password": "seven brave otters"},
}
# What tries and refusals leave behind.
COUNTED = {"attempts", "audit_log"}


async def everything(house: House) -> dict[str, str]:
    tables = await house.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return {
        name: (await house.rows(f"SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM {name} t"))[0][0]
        for (name,) in tables
        if name not in COUNTED
    }


async def no_id(_: str) -> str:
    return hostile.NIL


class Attack:
    def __init__(self, house: House, operation: Operation, browser: Browser) -> None:
        self.house = house
        self.operation = operation
        self.browser = browser
        self.sampler = Sampler(operation, PRESET, no_id)

    async def send(self, body: bytes) -> Any:
        await self.house.rows("DELETE FROM attempts")
        answer = await self.browser.http.request(
            self.operation.method, self.operation.path, content=body, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code in {202, 400, 401, 413, 422}, answer.text
        if answer.status_code != 202:
            problem = answer.json()
            assert answer.headers["content-type"] == "application/problem+json"
            assert problem["type"].startswith("/problems/")
            assert problem["detail"]
        return answer


@pytest.mark.parametrize("operation", OPERATIONS, ids=[each.id for each in OPERATIONS])
async def test_nothing_hostile_is_taken(house: House, operation: Operation) -> None:
    attack = Attack(house, operation, await house.ada())
    before = await everything(house)
    for place in hostile.places(operation, operation.body):
        right = await attack.sampler.body(place)
        for raw in [*hostile.VALUES, *(json.dumps(text, ensure_ascii=False) for text in hostile.TEXTS)]:
            await attack.send(hostile.put(right, place, raw))
    for body in hostile.BODIES:
        assert (await attack.send(body)).status_code in {400, 413, 422}
    right = await attack.sampler.body()
    for name in ("tenant_id", "person_id", "role", "version", "", "__proto__"):
        if name not in right:
            answer = await attack.send(json.dumps({**right, name: 1}).encode())
            assert answer.status_code == 422
    assert await everything(house) == before
    await attack.browser.get("/me")
