"""The ids of customers that were merged into others, and what a missing customer's id answers."""

from collections.abc import Iterable
from datetime import datetime
from typing import NoReturn
from uuid import UUID

from onward.domain import errors
from onward.store.transactions import Tx


async def find_survivor_id(tx: Tx, tenant_id: UUID, customer_id: UUID) -> UUID | None:
    """The customer that this one was merged into, if it was."""
    found: UUID | None = await tx.fetchval(
        "SELECT m.customer_id FROM merged_customers m WHERE m.tenant_id = $1 AND m.id = $2", tenant_id, customer_id
    )
    return found


async def list_survivor_ids(tx: Tx, tenant_id: UUID, customer_ids: Iterable[UUID]) -> list[UUID]:
    """The customers that these were merged into, as far as they were."""
    rows = await tx.fetch(
        "SELECT DISTINCT m.customer_id FROM merged_customers m WHERE m.tenant_id = $1 AND m.id = ANY($2::uuid[])",
        tenant_id,
        list(customer_ids),
    )
    return [row[0] for row in rows]


async def refuse_missing(tx: Tx, tenant_id: UUID, customer_id: UUID) -> NoReturn:
    """Raises Merged for a customer that was merged into another, NotFound for one that never was."""
    survivor_id = await find_survivor_id(tx, tenant_id, customer_id)
    if survivor_id is not None:
        raise errors.Merged(survivor_id)
    raise errors.NotFound("There is no customer with this id.")


async def list_merged_ids(tx: Tx, tenant_id: UUID, customer_id: UUID) -> list[UUID]:
    """The ids under which this customer's older history was written."""
    rows = await tx.fetch(
        "SELECT m.id FROM merged_customers m WHERE m.tenant_id = $1 AND m.customer_id = $2 ORDER BY m.id",
        tenant_id,
        customer_id,
    )
    return [row[0] for row in rows]


async def insert_merged(tx: Tx, tenant_id: UUID, merged_id: UUID, customer_id: UUID, at: datetime) -> None:
    """From now on `merged_id`, and whatever was merged into it, leads to `customer_id`. Both must be locked."""
    await tx.execute(
        "UPDATE merged_customers SET customer_id = $3 WHERE tenant_id = $1 AND customer_id = $2",
        tenant_id,
        merged_id,
        customer_id,
    )
    await tx.execute(
        "INSERT INTO merged_customers (tenant_id, id, customer_id, merged_at) VALUES ($1, $2, $3, $4)",
        tenant_id,
        merged_id,
        customer_id,
        at,
    )


# Open interactions also take over whether their customer is closed.
_MOVES = {
    "interactions": """
        UPDATE interactions SET customer_id = $3, version = version + 1, updated_at = $4, customer_is_closed = $5
        WHERE tenant_id = $1 AND customer_id = $2
    """,
    "workflows": """
        UPDATE workflows SET customer_id = $3, version = version + 1 WHERE tenant_id = $1 AND customer_id = $2
    """,
    "conversations": """
        UPDATE conversations SET customer_id = $3, version = version + 1, updated_at = $4
        WHERE tenant_id = $1 AND customer_id = $2
    """,
    "customer_notes": "UPDATE customer_notes SET customer_id = $3 WHERE tenant_id = $1 AND customer_id = $2",
    "campaign_enrolments": """
        UPDATE campaign_enrolments AS e SET customer_id = $3
        WHERE e.tenant_id = $1 AND e.customer_id = $2 AND NOT EXISTS (
          SELECT FROM campaign_enrolments s
          WHERE s.tenant_id = $1 AND s.campaign_id = e.campaign_id AND s.customer_id = $3)
    """,
    "job_items": "UPDATE job_items SET customer_id = $3 WHERE tenant_id = $1 AND customer_id = $2",
}
_ARGUMENTS = {"interactions": 5, "conversations": 4}
# Who was enrolled in a campaign as both is enrolled once.
_ENROLLED_TWICE = "DELETE FROM campaign_enrolments WHERE tenant_id = $1 AND customer_id = $2"
MOVED = frozenset({*_MOVES, "merged_customers"})
"""The tables whose rows a merge gives to the survivor."""
LEFT = frozenset({"events"})
"""Those that keep the merged id: what was told is never rewritten, and is read under both ids."""


async def move_rows(
    tx: Tx, tenant_id: UUID, from_id: UUID, to_id: UUID, at: datetime, *, is_closed: bool
) -> dict[str, int]:
    """Give all that one customer has to another, and count it by table. Both must be locked, and no template may run
    for both."""
    args = (tenant_id, from_id, to_id, at, is_closed)
    moved = {table: await tx.execute(sql, *args[: _ARGUMENTS.get(table, 3)]) for table, sql in _MOVES.items()}
    await tx.execute(_ENROLLED_TWICE, tenant_id, from_id)
    return moved
