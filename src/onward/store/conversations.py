"""Conversations, as far as interactions link to them."""

from datetime import datetime
from uuid import UUID

import msgspec

from onward.domain import errors
from onward.domain.records import Conversation
from onward.store.pages import Keyset, Order, after_key, order_by
from onward.store.transactions import Tx

_COLUMNS = "id, customer_id, channel, subject, status, external_id, version, created_at, updated_at"
ORDERS: dict[str, Order] = {"created_at": Order("created_at", "timestamptz")}


async def get_conversation(tx: Tx, tenant_id: UUID, conversation_id: UUID) -> Conversation:
    """Raises NotFound."""
    row = await tx.fetchrow(
        f"SELECT {_COLUMNS} FROM conversations WHERE tenant_id = $1 AND id = $2", tenant_id, conversation_id
    )
    if row is None:
        raise errors.NotFound("There is no conversation with this id.")
    return Conversation(*row)


async def list_conversations(
    tx: Tx, tenant_id: UUID, customer_id: UUID | None, keyset: Keyset, limit: int
) -> list[Conversation]:
    """Up to `limit` conversations after the keyset's position, in its order."""
    args: list[object] = [tenant_id]
    clauses = ["tenant_id = $1"]
    if customer_id is not None:
        args.append(customer_id)
        clauses.append(f"customer_id = ${len(args)}")
    clauses += after_key(ORDERS[keyset.sort], "id", keyset, args)
    order = order_by(ORDERS[keyset.sort], "id", keyset)
    sql = f"SELECT {_COLUMNS} FROM conversations WHERE {' AND '.join(clauses)} ORDER BY {order} LIMIT {int(limit)}"
    return [Conversation(*row) for row in await tx.fetch(sql, *args)]


async def insert_conversation(tx: Tx, tenant_id: UUID, conversation: Conversation) -> None:
    """Raises Invalid for an unknown customer, Conflict for a taken external_id."""
    await tx.execute(
        f"INSERT INTO conversations (tenant_id, {_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        tenant_id,
        *msgspec.structs.astuple(conversation),
    )


async def update_status(tx: Tx, tenant_id: UUID, conversation_id: UUID, status: str, at: datetime) -> None:
    """Set a conversation's status."""
    await tx.execute(
        "UPDATE conversations SET status = $3, version = version + 1, updated_at = $4 WHERE tenant_id = $1 AND id = $2",
        tenant_id,
        conversation_id,
        status,
        at,
    )
