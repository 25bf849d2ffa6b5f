"""A tenant's settings: one row each."""

from datetime import datetime
from uuid import UUID

from onward.domain.records import KeptSettings, TenantSettings
from onward.store.situations import settings_from
from onward.store.transactions import Tx


async def get_settings(tx: Tx, tenant_id: UUID) -> TenantSettings:
    """The tenant's settings; a tenant always has a row."""
    text = await tx.fetchval("SELECT settings::text FROM tenant_settings WHERE tenant_id = $1", tenant_id)
    return TenantSettings() if text is None else settings_from(text)


async def get_kept_settings(tx: Tx, tenant_id: UUID) -> KeptSettings:
    """The settings with their version."""
    row = await tx.fetchrow(
        "SELECT settings::text, version, updated_at FROM tenant_settings WHERE tenant_id = $1", tenant_id
    )
    assert row is not None, "a tenant always has a row"
    return KeptSettings(settings_from(row[0]), row[1], row[2])


async def lock_settings(tx: Tx, tenant_id: UUID) -> None:
    """Lock the settings until the transaction ends; what is changed is read after this, in a fresh snapshot."""
    await tx.execute("SELECT version FROM tenant_settings WHERE tenant_id = $1 FOR UPDATE", tenant_id)


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
