"""The notes served over a real database that tells what it was asked."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import asyncpg

from onward.api.app import create_app
from onward.api.equipment import Equipment
from onward.api.routing import Routes
from onward.api.site import Site
from onward.domain.credentials import make_key
from onward.domain.records import Credential, Role, Tenant
from onward.store import schema
from onward.store.tenants import ApiKey, Registry
from onward.store.transactions import Database, Tx
from tests.stage import ACME, BORN, NOW, new_id

from . import notes
from .asking import Asker


class AskedDatabase(Database):
    """Notes down what the edge asks of it."""

    def __init__(self, dsn: str) -> None:
        super().__init__(dsn, size=8)
        self.dsn = dsn
        self.questions: list[str] = []

    @asynccontextmanager
    async def transaction(self, tenant_id: UUID) -> AsyncIterator[Tx]:
        self.questions.append("transaction")
        async with super().transaction(tenant_id) as tx:
            yield tx

    async def resolve_tenant(self, key: str) -> Tenant | None:
        self.questions.append("tenant")
        return await super().resolve_tenant(key)

    async def resolve_credential(self, tenant_id: UUID, secret_hash: bytes) -> Credential | None:
        self.questions.append("credential")
        return await super().resolve_credential(tenant_id, secret_hash)

    async def has_credentials(self) -> bool:
        self.questions.append("has_credentials")
        return await super().has_credentials()


def serve(
    database: Database,
    *,
    local_mode: Literal["auto", "off"] = "auto",
    is_loopback: bool = True,
    metrics_token: str | None = None,
    log_requests: bool = False,
    expected_revision: str | None = None,
    rooms: Sequence[Routes] = (notes.ROUTES,),
    site: Site | None = None,
    equipment: Equipment | None = None,
) -> Asker:
    app = create_app(
        database,
        local_mode=local_mode,
        is_loopback=is_loopback,
        metrics_token=metrics_token,
        clock=lambda: NOW,
        new_id=new_id,
        expected_revision=expected_revision or schema.expected_revision(),
        log_requests=log_requests,
        rooms=rooms,
        site=site,
        equipment=equipment,
    )
    return Asker(app)


class Keys:
    """Makes API keys; one that is only written down comes into force with `enforce`."""

    def __init__(self, owner: Any) -> None:
        self._registry = Registry(owner)

    def written(self, tenant: Tenant = ACME) -> tuple[str, bytes]:
        return make_key(tenant.id, new_id().bytes + new_id().bytes)

    async def enforce(self, secret_hash: bytes, role: Role, tenant: Tenant, expires_at: datetime | None = None) -> None:
        key = ApiKey(new_id(), tenant.id, role, role, None, BORN, expires_at, None)
        await self._registry.insert_key(key, secret_hash)

    async def make(self, role: Role = "rep", tenant: Tenant = ACME, expires_at: datetime | None = None) -> str:
        text, secret_hash = self.written(tenant)
        await self.enforce(secret_hash, role, tenant, expires_at)
        return text


@asynccontextmanager
async def keys_of(database: AskedDatabase) -> AsyncIterator[Keys]:
    owner = await asyncpg.connect(database.dsn)
    try:
        yield Keys(owner)
    finally:
        await owner.close()
