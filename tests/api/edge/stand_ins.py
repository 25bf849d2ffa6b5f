"""A database that is not one: for what the edge does before and after the database's part."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from onward.domain import errors
from onward.domain.records import Credential, Tenant

NOW = datetime(2026, 1, 19, 10, 0, tzinfo=UTC)
DEMO = Tenant(UUID(int=1), "demo", "Demo", local_member_id=UUID(int=11))
ACME = Tenant(UUID(int=2), "acme", "Acme", local_member_id=UUID(int=12))


class StandInTx:
    def __init__(self, database: "StandInDatabase") -> None:
        self._database = database

    async def fetchval(self, *_: object) -> None:
        return None

    async def commit(self) -> None:
        self._database.commits += 1


class StandInDatabase:
    """Counts what it is asked."""

    def __init__(self) -> None:
        self.credentials: dict[tuple[UUID, bytes], Credential] = {}
        self.wrong: str | None = None
        self.is_gone = False
        self.is_open = False
        self.questions: list[str] = []
        self.commits = 0

    async def open(self) -> None:
        self.is_open = True

    async def close(self) -> None:
        self.is_open = False

    @asynccontextmanager
    async def transaction(self, tenant_id: UUID) -> AsyncIterator[Any]:
        self._ask("transaction")
        yield StandInTx(self)

    async def resolve_tenant(self, key: str) -> Tenant | None:
        self._ask("tenant")
        return next((tenant for tenant in (DEMO, ACME) if key in {tenant.slug, str(tenant.id)}), None)

    async def resolve_credential(self, tenant_id: UUID, secret_hash: bytes) -> Credential | None:
        self._ask("credential")
        return self.credentials.get((tenant_id, secret_hash))

    async def has_credentials(self) -> bool:
        self._ask("has_credentials")
        return bool(self.credentials)

    async def check(self, expected_revision: str) -> str | None:
        return self.wrong

    def _ask(self, question: str) -> None:
        if self.is_gone:
            raise errors.Unavailable("The database cannot be reached.")
        self.questions.append(question)
