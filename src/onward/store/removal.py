"""Customers and all that hangs on them, taken away as if they had never been. Events stay: they are never removed."""

from collections.abc import Sequence
from uuid import UUID

from onward.store import search_words
from onward.store.transactions import Tx

OF_CUSTOMERS = (
    "campaign_enrolments",
    "interactions",
    "workflows",
    "conversations",
    "customer_notes",
    "merged_customers",
)
"""The tables whose rows belong to one customer each, children before parents."""
OF_THOSE = ("conversation_messages",)
"""The tables whose rows belong to such a row."""

# What the engine planned by itself, and nobody has touched.
_UNTOUCHED = {
    "interactions": "x.version = 1 AND x.status = 'pending' AND x.origin IN ('default_template', 'default_follow_up')",
    "workflows": "x.version = 1 AND x.status = 'active'",
}


def _is_touched(table: str) -> str:
    untouched = _UNTOUCHED.get(table)
    but = f" AND NOT ({untouched})" if untouched else ""
    return f"EXISTS (SELECT FROM {table} x WHERE x.tenant_id = c.tenant_id AND x.customer_id = c.id{but})"


_TOUCHED = f"""
SELECT c.id FROM customers c
WHERE c.tenant_id = $1 AND c.id = ANY($2::uuid[]) AND ({" OR ".join(map(_is_touched, OF_CUSTOMERS))})
"""


async def list_touched(tx: Tx, tenant_id: UUID, customer_ids: Sequence[UUID]) -> set[UUID]:
    """Those with whom anything happened but what the engine planned by itself. The customers must be locked."""
    return {row[0] for row in await tx.fetch(_TOUCHED, tenant_id, list(customer_ids))}


async def delete_customers(tx: Tx, tenant_id: UUID, customer_ids: Sequence[UUID]) -> None:
    """Remove customers with everything that belongs to them. They must be locked."""
    ids = list(customer_ids)
    await tx.execute(
        "DELETE FROM search_words AS sw WHERE sw.tenant_id = $1 AND sw.id IN (SELECT i.id FROM interactions i "
        f"WHERE i.tenant_id = $1 AND i.customer_id = ANY($2::uuid[])) AND {search_words.is_of_title('sw')}",
        tenant_id,
        ids,
    )
    await search_words.delete_of_customers(tx, tenant_id, ids)
    await tx.execute(
        "DELETE FROM conversation_messages WHERE tenant_id = $1 AND conversation_id IN ("
        "SELECT v.id FROM conversations v WHERE v.tenant_id = $1 AND v.customer_id = ANY($2::uuid[]))",
        tenant_id,
        ids,
    )
    for table in OF_CUSTOMERS:
        await tx.execute(f"DELETE FROM {table} WHERE tenant_id = $1 AND customer_id = ANY($2::uuid[])", tenant_id, ids)
    await tx.execute("DELETE FROM customers WHERE tenant_id = $1 AND id = ANY($2::uuid[])", tenant_id, ids)


async def delete_interactions(tx: Tx, tenant_id: UUID, interaction_ids: Sequence[UUID]) -> None:
    """Remove interactions that nothing is linked to, words included. Their customers must be locked."""
    ids = list(interaction_ids)
    await search_words.delete_of_titles(tx, tenant_id, ids)
    await tx.execute("DELETE FROM interactions WHERE tenant_id = $1 AND id = ANY($2::uuid[])", tenant_id, ids)
