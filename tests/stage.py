"""What the tests act on: the cast, a clock that stands still until it is moved, clients that call the app."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import uuid_utils.compat

from onward.actions import tenants
from onward.actions.acting import Acting
from onward.actions.members import create_member
from onward.api.app import create_app
from onward.api.equipment import Equipment
from onward.api.feeds import FeedLimits
from onward.domain.credentials import make_key
from onward.domain.records import Role, Tenant, TenantSettings
from onward.domain.roles import Actor
from onward.store import schema
from onward.store.settings import update_settings
from onward.store.tenants import ApiKey, Registry
from onward.store.transactions import Database

# A Wednesday, 10:00 in the default zone UTC.
NOW = datetime(2026, 1, 21, 10, tzinfo=UTC)
BORN = NOW - timedelta(days=30)

ACME = Tenant(
    UUID("0190a000-0000-7000-8000-000000000001"), "acme", "Acme", UUID("0190a000-0000-7000-8000-0000000000a0")
)
GLOBEX = Tenant(
    UUID("0190a000-0000-7000-8000-000000000002"), "globex", "Globex", UUID("0190a000-0000-7000-8000-0000000000c0")
)
DEMO = Tenant(
    UUID("0190a000-0000-7000-8000-000000000003"), "demo", "Demo", UUID("0190a000-0000-7000-8000-0000000000d0")
)
ADA, CLEO = ACME.local_member_id, GLOBEX.local_member_id


def new_id() -> UUID:
    return uuid_utils.compat.uuid7()


def acting_for(tx: Any, tenant: Tenant, now: datetime = NOW, settings: TenantSettings | None = None) -> Acting:
    """The tenant's owner at work."""
    actor = Actor("local", tenant.local_member_id, "owner", tenant.local_member_id, "local")
    return Acting(tx, tenant.id, actor, settings or TenantSettings(), now, new_id, "a-test")


async def set_stage(url: str) -> None:
    """The cast, with what every tenant begins with."""
    owner = await asyncpg.connect(url)
    database = Database(url, size=2)
    await database.open()
    for tenant in (ACME, GLOBEX, DEMO):
        await Registry(owner).insert_tenant(tenant, BORN)
        async with database.transaction(tenant.id) as tx:
            await tenants.seed_tenant(acting_for(tx, tenant, BORN), tenant)
            if tenant is ACME:
                await create_member(acting_for(tx, tenant, BORN), "Ben", "rep", "ben@acme.example")
            await tx.commit()
    await database.close()
    await owner.close()


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


class Stage:
    """A served app over a test's own database, called in process as if from this machine."""

    def __init__(self, database: Database, url: str, owner: Any) -> None:
        self.database = database
        self.url = url
        self.owner = owner
        self.clock = Clock(NOW)
        self.app = create_app(
            database,
            local_mode="auto",
            is_loopback=True,
            metrics_token=None,
            clock=self.clock,
            new_id=new_id,
            expected_revision=schema.expected_revision(),
            log_requests=False,
            # A client in process gets an answer when it is whole: what follows the log ends once it has caught up.
            equipment=Equipment(feed_limits=FeedLimits(longest_seconds=0)),
        )
        transport = httpx.ASGITransport(app=self.app)
        self._transport = transport
        self.http = httpx.AsyncClient(
            transport=transport, base_url="http://localhost:8000", headers={"X-Tenant-ID": "acme"}
        )

    @classmethod
    @asynccontextmanager
    async def over(cls, database: Database, url: str) -> "AsyncIterator[Stage]":
        owner = await asyncpg.connect(url)
        stage = cls(database, url, owner)
        try:
            yield stage
        finally:
            await stage.http.aclose()
            await owner.close()

    def client(self, **headers: str) -> httpx.AsyncClient:
        """Another caller, with headers of its own."""
        return httpx.AsyncClient(transport=self._transport, base_url="http://localhost:8000", headers=headers)

    async def key(self, role: Role, tenant: Tenant = ACME) -> str:
        """A new API key; from now on local mode is over (within five seconds for an app that has looked)."""
        text, secret_hash = make_key(tenant.id, new_id().bytes + new_id().bytes)
        key = ApiKey(new_id(), tenant.id, role, role, None, self.clock.now, None, None)
        await Registry(self.owner).insert_key(key, secret_hash)
        return text

    async def call(self, method: str, path: str, expect: int = 200, /, **options: Any) -> Any:
        """Call `/v1` + path and give the JSON answer; another status than expected is a failure."""
        answer = await self.http.request(method, f"/v1{path}", **options)
        assert answer.status_code == expect, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    async def get(self, path: str, expect: int = 200, /, **params: Any) -> Any:
        return await self.call("GET", path, expect, params=params)

    async def post(self, path: str, body: dict[str, Any] | None = None, expect: int = 200, /, **headers: str) -> Any:
        return await self.call("POST", path, expect, json=body or {}, headers=headers)

    async def put(self, path: str, body: dict[str, Any], expect: int = 200, /, **headers: str) -> Any:
        return await self.call("PUT", path, expect, json=body, headers=headers)

    async def customer(self, **fields: Any) -> Any:
        return await self.post("/customers", {"name": "Initech", **fields}, 201)

    async def interaction(self, customer_id: str, **fields: Any) -> Any:
        return await self.post(
            "/interactions",
            {"customer_id": customer_id, "type": "phone_call", "title": "Call on Monday", **fields},
            201,
        )

    async def template(self, *steps: dict[str, Any], **fields: Any) -> Any:
        """A template of the given steps, each going on to the following unless it says otherwise."""
        numbered = [
            {
                "step_number": number,
                "type": "phone_call",
                "title": f"Step {number}",
                "next_step": number + 1 if number < len(steps) else None,
                **step,
            }
            for number, step in enumerate(steps, 1)
        ]
        return await self.post("/interactions/templates", {"name": "A sequence", "steps": numbered, **fields}, 201)

    async def no_default_template(self) -> None:
        """Take the default template away, so that the default follow-up is what is left."""
        await self.owner.execute("UPDATE interaction_templates SET is_default = false")

    async def configure(self, settings: TenantSettings) -> None:
        """Give acme other settings (an app that has looked before sees them within five seconds)."""
        async with self.database.transaction(ACME.id) as tx:
            await update_settings(tx, ACME.id, settings, self.clock.now)
            await tx.commit()

    async def rows(self, sql: str, *args: object) -> list[Any]:
        """What is in the database, seen by its owner."""
        found: list[Any] = await self.owner.fetch(sql, *args)
        return found
