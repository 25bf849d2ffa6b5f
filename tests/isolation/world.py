"""One served app over a database of its own, with a clock that stands still and new ids that can be foretold."""

import base64
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import msgspec
from msgspec import Struct

from onward.api import nouns
from onward.api.app import create_app
from onward.api.equipment import Equipment
from onward.api.feeds import FeedLimits
from onward.crypto.passwords import Passwords
from onward.crypto.sealing import Seal
from onward.domain.records import Tenant
from onward.store import schema
from onward.store.transactions import Database
from tests.stage import NOW

_IDS_OF_A_REQUEST = 1000
# As cheap as argon2 goes: what is tested is not its cost.
CHEAP = Passwords(memory_kib=64, rounds=1, lanes=1)
# What follows the log ends once it has caught up.
ONCE = FeedLimits(longest_seconds=0)
SEAL = Seal(base64.urlsafe_b64encode(bytes(32)).decode())


class Answer(Struct, frozen=True):
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300

    @property
    def is_json(self) -> bool:
        return "json" in (self.header("content-type") or "") and "jsonl" not in (self.header("content-type") or "")

    @property
    def json(self) -> Any:
        return msgspec.json.decode(self.body)

    def header(self, name: str) -> str | None:
        return dict(self.headers).get(name)

    def __str__(self) -> str:
        return f"{self.status} {self.body[:300].decode('utf-8', 'replace')}"


class Numbered:
    """New ids in a row, the same in every world; each request begins at a round number."""

    def __init__(self) -> None:
        self._next = 0

    def __call__(self) -> UUID:
        self._next += 1
        return UUID(int=(0x0190A0 << 104) | (0x7 << 76) | (0x8 << 60) | (0xF << 56) | self._next)

    def begin(self, request_number: int) -> None:
        self._next = request_number * _IDS_OF_A_REQUEST


class World:
    """A served app over a database of its own."""

    def __init__(self, database: Database, owner: Any, rooms: Any = nouns.ROOMS) -> None:
        self.database = database
        self.owner = owner
        self.new_id = Numbered()
        app = create_app(
            database,
            local_mode="auto",
            is_loopback=True,
            metrics_token=None,
            clock=lambda: NOW,
            new_id=self.new_id,
            expected_revision=schema.expected_revision(),
            log_requests=False,
            rooms=rooms,
            equipment=Equipment(passwords=CHEAP, seal=SEAL, new_secret=self._new_secret, feed_limits=ONCE),
        )
        self._http = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://localhost:8000")

    def _new_secret(self, size: int) -> bytes:
        return hashlib.sha512(self.new_id().bytes).digest()[:size]

    @classmethod
    @asynccontextmanager
    async def over(
        cls, url: str, kind: Callable[..., Database] = Database, rooms: Any = nouns.ROOMS
    ) -> "AsyncIterator[World]":
        owner = await asyncpg.connect(url)
        database = kind(url, size=3)
        await database.open()
        world = cls(database, owner, rooms)
        try:
            yield world
        finally:
            await world._http.aclose()
            await database.close()
            await owner.close()

    async def send(self, method: str, path: str, headers: dict[str, str], body: Any, query: dict[str, str]) -> Answer:
        """A body that is a text is a file."""
        sent: dict[str, Any] = {"json": body}
        if isinstance(body, str):
            sent, headers = {"content": body}, {"content-type": "text/csv", **headers}
        request = self._http.build_request(method, f"/v1{path}", headers=headers, params=query, **sent)
        if body is None:
            request.headers.pop("content-type", None)
        answer = await self._http.send(request)
        return Answer(answer.status_code, tuple(sorted(answer.headers.items())), answer.content)

    async def tables(self) -> list[tuple[str, bool]]:
        """Every table, and whether its rows name a tenant."""
        rows = await self.owner.fetch(
            "SELECT c.relname::text, EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid "
            "AND a.attname = 'tenant_id' AND NOT a.attisdropped) FROM pg_class c "
            "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY 1"
        )
        return [(row[0], row[1]) for row in rows]

    async def rows_of(self, tenant: Tenant) -> dict[str, str]:
        """By table a hash over the tenant's rows; transactions have other numbers in another world."""
        parts = [
            f"SELECT '{table}', md5(string_agg(row, '' ORDER BY row)) FROM (SELECT "
            f"(to_jsonb(t) - '{{writer_xid,log_xid,log_lsn}}'::text[])::text AS row FROM {table} t WHERE tenant_id = $1"
            ") AS rows"
            for table, is_of_tenants in await self.tables()
            if is_of_tenants
        ]
        return {row[0]: row[1] for row in await self.owner.fetch(" UNION ALL ".join(parts), tenant.id)}

    async def guarded_tables(self) -> list[str]:
        """The tables under row-level security."""
        rows = await self.owner.fetch(
            "SELECT c.relname::text FROM pg_class c "
            "WHERE c.relnamespace = 'public'::regnamespace AND c.relrowsecurity ORDER BY 1"
        )
        return [row[0] for row in rows]
