"""API keys as their tenant's members see them, by owner functions; a secret comes in as its hash and never out."""

from datetime import date, datetime
from uuid import UUID

from onward.domain import errors
from onward.store.tenants import ApiKey
from onward.store.transactions import Tx


async def insert_key(tx: Tx, tenant_id: UUID, key: ApiKey, secret_hash: bytes) -> None:
    await tx.execute(
        "SELECT public.insert_api_key($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        tenant_id,
        key.id,
        key.name,
        key.role,
        key.member_id,
        secret_hash,
        key.created_at,
        key.expires_at,
        key.created_by,
    )


async def list_keys(tx: Tx, tenant_id: UUID) -> list[ApiKey]:
    """All of them, revoked and expired ones too, oldest first."""
    return [ApiKey(*row) for row in await tx.fetch("SELECT * FROM public.list_api_keys($1)", tenant_id)]


async def revoke_key(tx: Tx, tenant_id: UUID, key_id: UUID, at: datetime) -> None:
    """Raises NotFound for a key that is not there or revoked already."""
    if not await tx.fetch("SELECT public.revoke_api_key($1, $2, $3)", tenant_id, key_id, at):
        raise errors.NotFound("There is no live key with this id.")


async def revoke_member_keys(tx: Tx, tenant_id: UUID, member_id: UUID, at: datetime) -> int:
    """Revoke the keys that act for a member; how many."""
    return len(await tx.fetch("SELECT public.revoke_member_keys($1, $2, $3)", tenant_id, member_id, at))


async def note_key_use(tx: Tx, tenant_id: UUID, key_id: UUID, on: date) -> None:
    await tx.execute("SELECT public.note_key_use($1, $2, $3)", tenant_id, key_id, on)
