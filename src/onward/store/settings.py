"""A tenant's settings, types and outcomes."""

from datetime import datetime
from uuid import UUID

from onward.domain.records import TenantSettings
from onward.store.situations import settings_from
from onward.store.transactions import Tx


async def get_settings(tx: Tx, tenant_id: UUID) -> TenantSettings:
    """The tenant's settings; a tenant always has a row."""
    text = await tx.fetchval("SELECT settings::text FROM tenant_settings WHERE tenant_id = $1", tenant_id)
    return TenantSettings() if text is None else settings_from(text)


async def insert_settings(tx: Tx, tenant_id: UUID, settings: TenantSettings, at: datetime) -> None:
    """Give a tenant its first settings; those that are there stay."""
    await tx.execute(
        "INSERT INTO tenant_settings (tenant_id, settings, version, updated_at) VALUES ($1, $2, 1, $3) "
        "ON CONFLICT DO NOTHING",
        tenant_id,
        settings,
        at,
    )


async def update_settings(tx: Tx, tenant_id: UUID, settings: TenantSettings, at: datetime) -> None:
    await tx.execute(
        "UPDATE tenant_settings SET settings = $2, version = version + 1, updated_at = $3 WHERE tenant_id = $1",
        tenant_id,
        settings,
        at,
    )


async def insert_types(tx: Tx, tenant_id: UUID, types: list[tuple[str, str, str]]) -> None:
    """Add types as (key, label, channel); those that are there stay as they are."""
    await tx.executemany(
        "INSERT INTO interaction_types (tenant_id, key, label, channel) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        [(tenant_id, *row) for row in types],
    )


async def insert_outcomes(tx: Tx, tenant_id: UUID, outcomes: list[tuple[str, str]]) -> None:
    """Add outcomes as (key, kind); those that are there stay as they are."""
    await tx.executemany(
        "INSERT INTO outcomes (tenant_id, key, kind) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        [(tenant_id, *row) for row in outcomes],
    )


async def list_outcome_kinds(tx: Tx, tenant_id: UUID) -> dict[str, str]:
    """Kind by outcome."""
    return {row[0]: row[1] for row in await tx.fetch("SELECT key, kind FROM outcomes WHERE tenant_id = $1", tenant_id)}


async def narrow_type(tx: Tx, tenant_id: UUID, key: str, outcomes: list[str] | None) -> None:
    """Leave only these outcomes open to a type; None opens all."""
    await tx.execute(
        "UPDATE interaction_types SET outcomes = $3 WHERE tenant_id = $1 AND key = $2", tenant_id, key, outcomes
    )
