"""What was said in conversations."""

from uuid import UUID

import msgspec

from onward.domain.conversation_records import Message
from onward.store.pages import Keyset, Order, after_key, order_by
from onward.store.transactions import Tx

COLUMNS = (
    "id",
    "conversation_id",
    "direction",
    "automatic",
    "body",
    "author_id",
    "external_id",
    "sent_at",
    "created_at",
)
_COLUMNS = ", ".join(COLUMNS)
_SELECT = f"SELECT {_COLUMNS} FROM conversation_messages WHERE tenant_id = $1 AND conversation_id = $2"
ORDERS: dict[str, Order] = {"sent_at": Order("sent_at", "timestamptz")}


async def list_messages(tx: Tx, tenant_id: UUID, conversation_id: UUID, keyset: Keyset, limit: int) -> list[Message]:
    """Up to `limit` messages of a conversation after the keyset's position, in its order."""
    args: list[object] = [tenant_id, conversation_id]
    clauses = after_key(ORDERS[keyset.sort], "id", keyset, args)
    order = order_by(ORDERS[keyset.sort], "id", keyset)
    sql = f"{' AND '.join([_SELECT, *clauses])} ORDER BY {order} LIMIT {int(limit)}"
    return [Message(*row) for row in await tx.fetch(sql, *args)]


async def find_message(tx: Tx, tenant_id: UUID, conversation_id: UUID, external_id: str) -> Message | None:
    """The message that another system knows by this id."""
    row = await tx.fetchrow(f"{_SELECT} AND external_id = $3", tenant_id, conversation_id, external_id)
    return None if row is None else Message(*row)


async def insert_message(tx: Tx, tenant_id: UUID, message: Message) -> None:
    """The conversation's customer must be locked. Raises Conflict for a taken external_id."""
    await tx.execute(
        f"INSERT INTO conversation_messages (tenant_id, {_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        tenant_id,
        *msgspec.structs.astuple(message),
    )
