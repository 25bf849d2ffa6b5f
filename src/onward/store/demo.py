"""Which rows are the demo's: written down when they are made, so that they can be told from people's own."""

from collections.abc import Iterable
from typing import Literal
from uuid import UUID

import asyncpg

from onward.domain import errors
from onward.store.transactions import Tx

Kind = Literal["customer", "campaign", "template", "member"]
_TABLES: dict[Kind, str] = {
    "customer": "customers",
    "campaign": "campaigns",
    "template": "interaction_templates",
    "member": "members",
}


async def tag(tx: Tx, tenant_id: UUID, kind: Kind, ids: Iterable[UUID]) -> None:
    await tx.execute(
        "INSERT INTO demo_rows (tenant_id, kind, id) SELECT $1, $2, d.id FROM unnest($3::uuid[]) AS d(id)",
        tenant_id,
        kind,
        list(ids),
    )


async def list_tagged(tx: Tx, tenant_id: UUID, kind: Kind) -> list[UUID]:
    """The demo's rows of a kind that are still there, in the order of their ids."""
    rows = await tx.fetch(
        f"SELECT d.id FROM demo_rows d JOIN {_TABLES[kind]} t ON t.tenant_id = d.tenant_id AND t.id = d.id "
        "WHERE d.tenant_id = $1 AND d.kind = $2 ORDER BY d.id",
        tenant_id,
        kind,
    )
    return [row[0] for row in rows]


async def untag_all(tx: Tx, tenant_id: UUID) -> None:
    await tx.execute("DELETE FROM demo_rows WHERE tenant_id = $1", tenant_id)


async def try_delete(tx: Tx, tenant_id: UUID, kind: Kind, row_id: UUID) -> bool:
    """Remove one; False, and it stays, where something else still needs it."""
    if kind == "template" and await tx.fetchval(_IS_NAMED, tenant_id, row_id):
        return False
    try:
        async with tx.savepoint():
            await _delete(tx, tenant_id, kind, row_id)
    except (asyncpg.ForeignKeyViolationError, errors.Refused):
        return False
    return True


_IS_NAMED = """
SELECT EXISTS (
  SELECT FROM template_versions v WHERE v.tenant_id = $1 AND v.template_id <> $2 AND v.refers_to @> ARRAY[$2::uuid]
)
"""


async def _delete(tx: Tx, tenant_id: UUID, kind: Kind, row_id: UUID) -> None:
    if kind == "template":
        await tx.execute("DELETE FROM template_versions WHERE tenant_id = $1 AND template_id = $2", tenant_id, row_id)
    await tx.execute(f"DELETE FROM {_TABLES[kind]} WHERE tenant_id = $1 AND id = $2", tenant_id, row_id)
