"""What people wrote down about customers."""

from uuid import UUID

import msgspec

from onward.domain import errors
from onward.domain.records import Note
from onward.store.columns import NOTE_TYPES, named, placeholders, selected
from onward.store.pages import Keyset, Order, after_key, order_by
from onward.store.transactions import Tx

_SELECT = f"SELECT {selected('n', NOTE_TYPES)} FROM customer_notes n WHERE n.tenant_id = $1"
ORDERS: dict[str, Order] = {"created_at": Order("n.created_at", "timestamptz")}


async def get_note(tx: Tx, tenant_id: UUID, note_id: UUID) -> Note:
    """Raises NotFound."""
    row = await tx.fetchrow(f"{_SELECT} AND n.id = $2", tenant_id, note_id)
    if row is None:
        raise errors.NotFound("There is no note with this id.")
    return Note(*row)


async def list_notes(tx: Tx, tenant_id: UUID, customer_id: UUID, keyset: Keyset, limit: int) -> list[Note] | None:
    """Up to `limit` notes after the keyset's position, in its order; None for an unknown customer."""
    args: list[object] = [tenant_id, customer_id]
    clauses = ["n.customer_id = $2", *after_key(ORDERS[keyset.sort], "n.id", keyset, args)]
    order = order_by(ORDERS[keyset.sort], "n.id", keyset)
    page = f"{' AND '.join([_SELECT, *clauses])} ORDER BY {order} LIMIT {int(limit)}"
    sql = (
        f"SELECT p.* FROM customers c LEFT JOIN LATERAL ({page}) AS p ON true "
        f"WHERE c.tenant_id = $1 AND c.id = $2 ORDER BY {order.replace('n.', 'p.')}"
    )
    rows = await tx.fetch(sql, *args)
    if not rows:
        return None
    return [Note(*row) for row in rows if row[0] is not None]


async def insert_note(tx: Tx, tenant_id: UUID, note: Note) -> None:
    """The customer must be locked."""
    await tx.execute(
        f"INSERT INTO customer_notes (tenant_id, {named(NOTE_TYPES)}) VALUES ($1, {placeholders(NOTE_TYPES, 2)})",
        tenant_id,
        *msgspec.structs.astuple(note),
    )


async def update_note(tx: Tx, tenant_id: UUID, note: Note) -> None:
    """The customer must be locked."""
    await tx.execute(
        "UPDATE customer_notes SET body = $3, version = $4, updated_at = $5 WHERE tenant_id = $1 AND id = $2",
        tenant_id,
        note.id,
        note.body,
        note.version,
        note.updated_at,
    )


async def delete_note(tx: Tx, tenant_id: UUID, note_id: UUID) -> None:
    """The customer must be locked."""
    await tx.execute("DELETE FROM customer_notes WHERE tenant_id = $1 AND id = $2", tenant_id, note_id)
