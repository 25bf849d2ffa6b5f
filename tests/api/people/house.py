"""A server with people: Ada owns acme, Ben is her rep, Cleo owns globex; each signs in with a browser of their own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
import httpx

from onward.api.afterwards import Afterwards
from onward.api.app import create_app
from onward.api.equipment import Equipment
from onward.api.pace import Pace
from onward.crypto.passwords import Passwords
from onward.crypto.sealing import Seal
from onward.domain.letters import Letter
from onward.domain.records import Tenant
from onward.store import schema
from onward.store.people import People
from onward.store.transactions import Database
from tests.stage import ACME, NOW, Clock, new_id

HOME = "https://onward.example"
SECRET_KEY = "qjzXEKt1e7FiC4A5s1IEfcXT1TTyS0x7nRWy0dzb4lg="
ADAS_PASSWORD = "seven brave otters"
BENS_PASSWORD = "a lamp in the hall"
CLEOS_PASSWORD = "paper boats at noon"
# As cheap as argon2 goes: what is tested is not its cost.
CHEAP = {"memory_kib": 64, "rounds": 1, "lanes": 1}


class Browser:
    """Keeps its cookies, and sends what a page of ours would."""

    def __init__(self, app: Any, address: str = "203.0.113.7", **headers: str) -> None:
        transport = httpx.ASGITransport(app=app, client=(address, 50000))
        self.http = httpx.AsyncClient(transport=transport, base_url=HOME, headers=headers)

    async def ask(self, method: str, path: str, expect: int = 200, /, **options: Any) -> Any:
        """Call `/v1` + path; another status than expected is a failure."""
        if method in {"POST", "PUT"}:
            options.setdefault("json", {})
        answer = await self.http.request(method, f"/v1{path}", **options)
        assert answer.status_code == expect, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content and "json" in answer.headers["content-type"] else answer

    async def get(self, path: str, expect: int = 200, /, **options: Any) -> Any:
        return await self.ask("GET", path, expect, **options)

    async def post(self, path: str, body: dict[str, Any] | None = None, expect: int = 200, /, **options: Any) -> Any:
        return await self.ask("POST", path, expect, json=body or {}, **options)

    async def put(self, path: str, body: dict[str, Any], expect: int = 200, /, **options: Any) -> Any:
        return await self.ask("PUT", path, expect, json=body, **options)

    async def delete(self, path: str, expect: int = 204, /, **options: Any) -> Any:
        return await self.ask("DELETE", path, expect, **options)

    async def sign_in(self, email: str, password: str, expect: int = 200) -> Any:
        return await self.post("/session", {"email": email, "password": password}, expect)

    @property
    def token(self) -> str | None:
        return self.http.cookies.get("__Host-onward_session")


class House:
    """A served app where people sign in, over a test's own database."""

    def __init__(self, database: Database, url: str, owner: Any, **equipment: Any) -> None:
        self.database = database
        self.url = url
        self.owner = owner
        self.clock = Clock(NOW)
        self.letters: list[Letter] = []
        self.afterwards = Afterwards()
        self.passwords = Passwords(**CHEAP)
        chosen = {
            "passwords": self.passwords,
            "seal": Seal(SECRET_KEY),
            "post": self._post,
            "public_url": HOME,
            "pace": Pace(0),
            "afterwards": self.afterwards,
        }
        self.equipment = Equipment(**(chosen | equipment))
        self.app = self.another_node()

    def another_node(self, **differently: Any) -> Any:
        """A further server process over the same database."""
        return create_app(
            self.database,
            local_mode="off",
            is_loopback=False,
            metrics_token=None,
            clock=self.clock,
            new_id=new_id,
            expected_revision=schema.expected_revision(),
            log_requests=False,
            equipment=self.equipment,
            **differently,
        )

    async def _post(self, letter: Letter) -> None:
        self.letters.append(letter)

    async def letter(self) -> Letter:
        """The newest letter, once everything that answers do not wait for is done."""
        await self.afterwards.wait(10)
        return self.letters[-1]

    def browser(self, address: str = "203.0.113.7", **headers: str) -> Browser:
        return Browser(self.app, address, **headers)

    async def ada(self) -> Browser:
        browser = self.browser()
        await browser.sign_in("ada@acme.example", ADAS_PASSWORD)
        return browser

    async def ben(self) -> Browser:
        browser = self.browser("203.0.113.8")
        await browser.sign_in("ben@acme.example", BENS_PASSWORD)
        return browser

    async def person(self, email: str, name: str, password: str | None) -> UUID:
        """An account that belongs to no tenant yet."""
        person_id = new_id()
        password_hash = None if password is None else await self.passwords.hashed(password)
        async with self.database.outside() as tx:
            await People(tx).insert(person_id, email, name, password_hash, self.clock.now)
            await tx.commit()
        return person_id

    async def join(self, person_id: UUID, tenant: Tenant, member_id: UUID) -> None:
        async with self.database.transaction(tenant.id) as tx:
            await People(tx).insert_membership(tenant.id, member_id, person_id)
            await tx.execute(
                "UPDATE members SET person_id = $3 WHERE tenant_id = $1 AND id = $2", tenant.id, member_id, person_id
            )
            await tx.commit()

    async def rows(self, sql: str, *args: object) -> list[Any]:
        """What is in the database, seen by its owner."""
        found: list[Any] = await self.owner.fetch(sql, *args)
        return found

    async def acts(self, tenant: Tenant = ACME) -> list[str]:
        """What the audit log tells, in order."""
        rows = await self.rows("SELECT act FROM audit_log WHERE tenant_id = $1 ORDER BY at, id", tenant.id)
        return [row["act"] for row in rows]


@asynccontextmanager
async def open_house(database: Database, url: str, **equipment: Any) -> AsyncIterator[House]:
    owner = await asyncpg.connect(url)
    house = House(database, url, owner, **equipment)
    try:
        yield house
    finally:
        await house.afterwards.wait(10)
        await owner.close()
