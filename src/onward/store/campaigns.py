"""Campaigns, as far as interactions link to them."""

from uuid import UUID

import msgspec

from onward.domain import errors
from onward.domain.records import Campaign
from onward.store.pages import Keyset, Order, after_key, order_by
from onward.store.transactions import Tx

_COLUMNS = "id, name, status, version, created_at, updated_at"
ORDERS: dict[str, Order] = {"created_at": Order("created_at", "timestamptz")}


async def get_campaign(tx: Tx, tenant_id: UUID, campaign_id: UUID) -> Campaign:
    """Raises NotFound."""
    row = await tx.fetchrow(
        f"SELECT {_COLUMNS} FROM campaigns WHERE tenant_id = $1 AND id = $2", tenant_id, campaign_id
    )
    if row is None:
        raise errors.NotFound("There is no campaign with this id.")
    return Campaign(*row)


async def list_campaigns(tx: Tx, tenant_id: UUID, keyset: Keyset, limit: int) -> list[Campaign]:
    """Up to `limit` campaigns after the keyset's position, in its order."""
    args: list[object] = [tenant_id]
    clauses = ["tenant_id = $1", *after_key(ORDERS[keyset.sort], "id", keyset, args)]
    order = order_by(ORDERS[keyset.sort], "id", keyset)
    sql = f"SELECT {_COLUMNS} FROM campaigns WHERE {' AND '.join(clauses)} ORDER BY {order} LIMIT {int(limit)}"
    return [Campaign(*row) for row in await tx.fetch(sql, *args)]


async def insert_campaign(tx: Tx, tenant_id: UUID, campaign: Campaign) -> None:
    await tx.execute(
        f"INSERT INTO campaigns (tenant_id, {_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        tenant_id,
        *msgspec.structs.astuple(campaign),
    )
