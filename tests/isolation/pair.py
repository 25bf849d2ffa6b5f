"""Two worlds that differ in one thing: the `shared` one holds the tenant globex, the `alone` one never heard of it.

Both are asked the same, with the same clock and the same new ids. Whatever acme is answered must be the same in both,
byte for byte: then no answer depends on what globex has, and globex's ids are ids that do not exist.
"""

import asyncio
import hashlib
import itertools
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from uuid import UUID

import httpx
import msgspec

from onward.api import cookies, nouns
from onward.domain import tokens
from onward.domain.records import Tenant
from onward.store.transactions import Database
from tests.isolation.asking import Asked, recipe_of
from tests.isolation.cast import (
    PEOPLE,
    ROLES,
    Caller,
    add_keys,
    add_person,
    add_session,
    add_view,
    key_id,
    secret_key,
    session_token,
)
from tests.isolation.globex import GLOBEX_WORD, hashing_of, is_any, is_globex, twinning_of
from tests.isolation.places import Operation
from tests.isolation.things import MAKERS, PLANTED, Making
from tests.isolation.world import CHEAP, Answer, World
from tests.stage import ACME, ADA, CLEO, GLOBEX, NOW

REQUEST_ID = "a-probe"
ACME_WORD = "acmeonly"


class Unlike(Exception):
    """Acme was answered otherwise because globex exists, where a thing was only being prepared."""


class Pair:
    """The two worlds, asked in step by one caller of acme. `globex` names the things of the other tenant."""

    def __init__(self, shared: World, alone: World, caller: Caller, globex: dict[str, str]) -> None:
        self.shared = shared
        self.alone = alone
        self.caller = caller
        self.globex = globex
        self._own: dict[str, str] = {}
        self._making = Making(self._made, ACME_WORD)
        self._making_of_globex = Making(self._made_by_globex, f"{GLOBEX_WORD}late")
        self._request_numbers = itertools.count(1000)
        self.guarded: list[str] = []
        self._hashing = self._hashing_all = ""
        self._twinning = ""
        self._has_new = True
        self._hash_of_globex: str | None = None

    async def prepare(self) -> None:
        self.guarded = await self.shared.guarded_tables()
        self._hashing = await hashing_of(self.shared, is_globex)
        self._hashing_all = await hashing_of(self.shared, is_any)
        if self.caller != "local":
            await add_keys(self.shared, ACME)
            await add_keys(self.shared, GLOBEX)
            await add_keys(self.alone, ACME)
        if self.caller == "session":
            password_hash = await CHEAP.hashed("nobody guesses this")
            await add_person(self.shared, ADA, password_hash)
            await add_person(self.shared, CLEO, password_hash)
            await add_person(self.alone, ADA, password_hash)

    @property
    def credential(self) -> str:
        """How the caller's Idempotency-Keys are kept apart from others'."""
        if self.caller == "local":
            return "local"
        return f"member {ADA}" if self.caller == "session" else str(key_id(ACME, self.caller))

    def headers(self, caller: Caller | None = None, tenant: Tenant = ACME) -> dict[str, str]:
        caller = caller or self.caller
        if caller == "local":
            return {"X-Request-ID": REQUEST_ID, "X-Tenant-ID": tenant.slug}
        if caller == "session":
            return {"X-Request-ID": REQUEST_ID, "Cookie": f"{cookies.NAME}={session_token(ADA)}"}
        return {"X-Request-ID": REQUEST_ID, "Authorization": f"Bearer {secret_key(tenant, caller)[0]}"}

    async def make(self, thing: str) -> str:
        """One more thing of acme's, made by its owner."""
        self._has_new = True
        return await self._making.make(thing)

    async def own(self, thing: str) -> str:
        """A thing of acme's, made by its owner; the same one until it is used up."""
        if thing not in self._own:
            self._own[thing] = await (self._plant(thing) if thing in PLANTED else self.make(thing))
        return self._own[thing]

    async def _plant(self, thing: str) -> str:
        if thing == "person_email":
            return PEOPLE[ADA][1]
        if thing == "view":
            return await self._plant_view()
        session_id = UUID(int=next(self._request_numbers))
        for world in (self.shared, self.alone):
            await add_session(world, ADA, session_id, tokens.token_text(session_id.bytes * 2))
        return str(session_id)

    async def _plant_view(self) -> str:
        """One of the caller's own."""
        view_id = UUID(int=next(self._request_numbers))
        owner_id = key_id(ACME, self.caller) if self.caller in ROLES else ADA
        for world in (self.shared, self.alone):
            await add_view(world, ACME, owner_id, view_id)
        return str(view_id)

    async def filled(self, asked: Asked) -> Asked:
        """The request with acme's own things put in."""
        text = msgspec.json.encode(asked).decode()
        for thing in (*MAKERS, *PLANTED):
            if f"<{thing}>" in text:
                text = text.replace(f"<{thing}>", await self.own(thing))
        return msgspec.json.decode(text, type=Asked)

    async def send(self, operation: Operation, asked: Asked) -> tuple[Answer, Answer]:
        """The answers of the shared world and of the one without globex."""
        path = operation.path.removeprefix("/v1").format(**asked.path)
        headers = {**self.headers(), **asked.headers}
        answers = await self._both(operation.method, path, headers, asked.body, asked.query)
        if operation.name == "sign_out" and self.caller == "session":
            for world in (self.shared, self.alone):
                await add_session(world, ADA, ADA, session_token(ADA))
        if operation.may_write and any(answer.is_success for answer in answers):
            gone = {*asked.path.values()} | {self._own.get(thing) for thing in recipe_of(operation).uses_up}
            self._own = {thing: text for thing, text in self._own.items() if text not in gone}
        return answers

    async def foreign(self, thing: str, *, is_new: bool) -> str:
        """A thing of globex's: the one that was there all the time, or one that is made now."""
        if not is_new:
            return self.globex[thing]
        self._hash_of_globex = None
        return await self._making_of_globex.make(thing)

    async def ask_as_acme(self, path: str, query: dict[str, str]) -> Answer:
        """What the caller is answered."""
        answer, _ = await self._both("GET", path.removeprefix("/v1"), self.headers(), None, query)
        assert answer.is_success, f"GET {path}: {answer}"
        return answer

    async def ask_as_globex(self, path: str, query: dict[str, str]) -> Answer:
        """What globex's owner is answered, in the world that has one."""
        self._hash_of_globex = None
        caller: Caller = "local" if self.caller == "local" else "owner"
        answer = await self.shared.send("GET", path.removeprefix("/v1"), self.headers(caller, GLOBEX), None, query)
        assert answer.is_success, f"GET {path}: {answer}"
        return answer

    async def is_globex_untouched(self) -> bool:
        """Whether the rows of globex, and those of no tenant, are as they were when `remember_globex` was called."""
        before, self._hash_of_globex = self._hash_of_globex, await self._hash()
        return before == self._hash_of_globex

    async def tables_unlike(self) -> list[str]:
        """The tables in which acme's rows are not the same in both worlds."""
        shared, alone = [await world.rows_of(ACME) for world in (self.shared, self.alone)]
        return [table for table, rows in shared.items() if rows != alone[table]]

    async def remember_globex(self) -> None:
        if self._hash_of_globex is None:
            self._hash_of_globex = await self._hash()

    async def hash_of_everything(self) -> str:
        """Over every row of every table of the shared world."""
        found: str = await self.shared.owner.fetchval(self._hashing_all)
        return found

    async def _hash(self) -> str:
        found: str = await self.shared.owner.fetchval(self._hashing, GLOBEX.id)
        return found

    async def have_twins(self) -> None:
        """From now on globex has a twin of each of acme's rows, under the same id."""
        self._twinning = twinning_of(self.guarded)

    async def rely_on_predicates(self) -> None:
        """Switch row-level security off, in both worlds."""
        for world in (self.shared, self.alone):
            for table in self.guarded:
                await world.owner.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")

    async def make_twins(self) -> None:
        if self._twinning and self._has_new:
            self._has_new, self._hash_of_globex = False, None
            await self.shared.owner.execute(self._twinning)

    async def keep_answer(self, tenant: Tenant, key: str, operation: Operation, asked: Asked) -> None:
        """As if this tenant had asked the same before under this Idempotency-Key, and got another answer."""
        path = operation.path.format(**asked.path)
        self._hash_of_globex = None
        worlds = [self.shared] if tenant is GLOBEX else [self.shared, self.alone]
        is_file = isinstance(asked.body, str)
        body = asked.body.encode() if is_file else httpx.Request("POST", "http://localhost", json=asked.body).content
        for world in worlds:
            await world.owner.execute(
                "INSERT INTO idempotency_keys (tenant_id, credential, method, path, key, body_hash, created_at, "
                "status, headers, body) VALUES ($1, $2, $3, $4, $5, $6, $7, 200, '{}', $8)",
                tenant.id,
                self.credential,
                operation.method,
                path,
                key,
                hashlib.sha256(body).digest(),
                NOW,
                json.dumps({"kept": tenant.slug}).encode(),
            )

    def _maker(self, path: str) -> Caller:
        """The owner; but a note is its author's own, so whoever may write one writes it."""
        if path.endswith("/notes") and self.caller != "viewer":
            return self.caller
        return "local" if self.caller == "local" else "owner"

    async def _made(self, method: str, path: str, body: dict[str, Any]) -> Any:
        caller = self._maker(path)
        shared, alone = await self._both(method, path, self.headers(caller), body, {})
        if shared != alone:
            raise Unlike(f"{method} {path} answered {shared}, but {alone} where there is no globex")
        assert shared.is_success, f"{method} {path}: {shared}"
        return shared.json

    async def _made_by_globex(self, method: str, path: str, body: dict[str, Any]) -> Any:
        caller: Caller = "local" if self.caller == "local" else "owner"
        self.shared.new_id.begin(next(self._request_numbers))
        answer = await self.shared.send(method, path, self.headers(caller, GLOBEX), body, {})
        assert answer.is_success, f"{method} {path}: {answer}"
        return answer.json

    async def _both(
        self, method: str, path: str, headers: dict[str, str], body: Any, query: dict[str, str]
    ) -> tuple[Answer, Answer]:
        number = next(self._request_numbers)
        for world in (self.shared, self.alone):
            world.new_id.begin(number)
        shared, alone = await asyncio.gather(
            *(world.send(method, path, headers, body, query) for world in (self.shared, self.alone))
        )
        return shared, alone


@asynccontextmanager
async def pair_over(
    shared_url: str,
    alone_url: str,
    caller: Caller,
    globex: dict[str, str],
    kind: Callable[..., Database] = Database,
    rooms: Any = nouns.ROOMS,
) -> AsyncIterator[Pair]:
    async with AsyncExitStack() as stack:
        shared = await stack.enter_async_context(World.over(shared_url, kind, rooms))
        alone = await stack.enter_async_context(World.over(alone_url, kind, rooms))
        pair = Pair(shared, alone, caller, globex)
        await pair.prepare()
        yield pair
