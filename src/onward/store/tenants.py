"""Tenants and API keys, written as the tables' owner at the command line.

The serving role cannot reach these tables but through the owner functions of `transactions.Database`.
"""

from datetime import date, datetime
from uuid import UUID

import asyncpg
import msgspec

from onward.domain.records import Role, Tenant


class ApiKey(msgspec.Struct, frozen=True):
    """An API key without its secret, which is stored only as a hash."""

    id: UUID
    tenant_id: UUID
    name: str
    role: Role
    member_id: UUID | None
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    created_by: UUID | None = None
    last_used_on: date | None = None


class Registry:
    """The tables outside the tenants, on a connection of their owner."""

    def __init__(self, connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        self._connection = connection

    async def list_tenants(self) -> list[Tenant]:
        rows = await self._connection.fetch("SELECT id, slug, name, local_member_id FROM public.tenants ORDER BY slug")
        return [Tenant(*row) for row in rows]

    async def insert_tenant(self, tenant: Tenant, at: datetime) -> bool:
        """False when the slug is taken."""
        status = await self._connection.execute(
            "INSERT INTO public.tenants (id, slug, name, local_member_id, created_at) "
            "VALUES ($1, $2, $3, $4, $5) ON CONFLICT ON CONSTRAINT uq_tenants_slug DO NOTHING",
            *msgspec.structs.astuple(tenant),
            at,
        )
        return bool(status.endswith(" 1"))

    async def insert_key(self, key: ApiKey, secret_hash: bytes) -> None:
        await self._connection.execute(
            "INSERT INTO public.api_keys "
            "(id, tenant_id, name, role, member_id, created_at, expires_at, revoked_at, created_by, last_used_on, "
            "secret_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            *msgspec.structs.astuple(key),
            secret_hash,
        )

    async def list_keys(self, tenant_id: UUID) -> list[ApiKey]:
        rows = await self._connection.fetch(
            "SELECT id, tenant_id, name, role, member_id, created_at, expires_at, revoked_at, created_by, last_used_on "
            "FROM public.api_keys WHERE tenant_id = $1 ORDER BY created_at, id",
            tenant_id,
        )
        return [ApiKey(*row) for row in rows]
