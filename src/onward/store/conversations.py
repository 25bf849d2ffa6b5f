"""Conversations with customers."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec

from onward.domain import errors
from onward.domain.records import Conversation
from onward.store import locks
from onward.store.pages import Keyset, Order, after_key, order_by
from onward.store.transactions import Tx

_COLUMNS = "id, customer_id, channel, subject, status, external_id, version, created_at, updated_at"
_SELECT = f"SELECT {_COLUMNS} FROM conversations WHERE tenant_id = $1"
ORDERS: dict[str, Order] = {
    "created_at": Order("created_at", "timestamptz"),
    "updated_at": Order("updated_at", "timestamptz"),
}


class ConversationFilter(msgspec.Struct, frozen=True):
    """Empty lists match all."""

    customer_id: list[UUID] = []
    status: list[str] = []
    channel: list[str] = []
    external_id: str | None = None


async def lock_customer_of_conversation(tx: Tx, tenant_id: UUID, conversation_id: UUID) -> None:
    """Lock the row of the conversation's customer until the transaction ends; what depends on it is read after this.

    Raises NotFound.
    """
    for _ in range(locks.TRIES):
        if await tx.begin(locks.customer_of_conversation(tenant_id, conversation_id)):
            return
    raise errors.NotFound("There is no conversation with this id.")


async def get_conversation(tx: Tx, tenant_id: UUID, conversation_id: UUID) -> Conversation:
    """Raises NotFound."""
    row = await tx.fetchrow(f"{_SELECT} AND id = $2", tenant_id, conversation_id)
    if row is None:
        raise errors.NotFound("There is no conversation with this id.")
    return Conversation(*row)


async def list_customer_ids(tx: Tx, tenant_id: UUID, conversation_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Whom each of these conversations is with; unknown ones are left out.

    It stays so until the transaction ends for those of a customer who is locked.
    """
    wanted = list(set(conversation_ids))
    if not wanted:
        return {}
    sql = "SELECT v.id, v.customer_id FROM conversations v WHERE v.tenant_id = $1 AND v.id = ANY($2::uuid[])"
    return {row[0]: row[1] for row in await tx.fetch(sql, tenant_id, wanted)}


async def list_conversations(
    tx: Tx, tenant_id: UUID, wanted: ConversationFilter, keyset: Keyset, limit: int
) -> list[Conversation]:
    """Up to `limit` conversations after the keyset's position, in its order."""
    args: list[object] = [tenant_id]
    clauses = [*_matching(wanted, args), *after_key(ORDERS[keyset.sort], "id", keyset, args)]
    order = order_by(ORDERS[keyset.sort], "id", keyset)
    sql = f"{' AND '.join([_SELECT, *clauses])} ORDER BY {order} LIMIT {int(limit)}"
    return [Conversation(*row) for row in await tx.fetch(sql, *args)]


def _matching(wanted: ConversationFilter, args: list[object]) -> list[str]:
    clauses = []
    for column, kind in (("customer_id", "uuid"), ("status", "text"), ("channel", "text")):
        if values := getattr(wanted, column):
            args.append(values)
            clauses.append(f"{column} = ANY(${len(args)}::{kind}[])")
    if wanted.external_id is not None:
        args.append(wanted.external_id)
        clauses.append(f"external_id = ${len(args)}")
    return clauses


async def insert_conversation(tx: Tx, tenant_id: UUID, conversation: Conversation) -> None:
    """Raises Invalid for an unknown customer, Conflict for a taken external_id."""
    await tx.execute(
        f"INSERT INTO conversations (tenant_id, {_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        tenant_id,
        *msgspec.structs.astuple(conversation),
    )


async def update_conversation(tx: Tx, tenant_id: UUID, conversation: Conversation) -> None:
    """Write what can change. The customer must be locked. Raises Conflict for a taken external_id."""
    await tx.execute(
        """
        UPDATE conversations SET subject = $3, status = $4, external_id = $5, version = $6, updated_at = $7
        WHERE tenant_id = $1 AND id = $2
        """,
        tenant_id,
        conversation.id,
        conversation.subject,
        conversation.status,
        conversation.external_id,
        conversation.version,
        conversation.updated_at,
    )


async def restore_status(tx: Tx, tenant_id: UUID, conversation_id: UUID, made: str, before: str, at: datetime) -> None:
    """Give a conversation the status back that it had before an act, unless it is no longer what the act made it."""
    await tx.execute(
        "UPDATE conversations SET status = $4, version = version + 1, updated_at = $5 "
        "WHERE tenant_id = $1 AND id = $2 AND status = $3",
        tenant_id,
        conversation_id,
        made,
        before,
        at,
    )


_HAS_HISTORY = """
SELECT EXISTS (SELECT FROM conversation_messages m WHERE m.tenant_id = $1 AND m.conversation_id = $2)
  OR EXISTS (SELECT FROM interactions i WHERE i.tenant_id = $1 AND i.conversation_id = $2)
  OR EXISTS (SELECT FROM workflows w WHERE w.tenant_id = $1 AND w.conversation_id = $2)
"""


async def has_history(tx: Tx, tenant_id: UUID, conversation_id: UUID) -> bool:
    """Whether something was said in it, or a step or a workflow came of it."""
    return bool(await tx.fetchval(_HAS_HISTORY, tenant_id, conversation_id))


async def delete_conversation(tx: Tx, tenant_id: UUID, conversation_id: UUID) -> None:
    """Remove one without history. The customer must be locked."""
    await tx.execute("DELETE FROM conversations WHERE tenant_id = $1 AND id = $2", tenant_id, conversation_id)
