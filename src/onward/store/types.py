"""Types of interactions."""

from uuid import UUID

import msgspec

from onward.domain import errors
from onward.domain.records import InteractionType
from onward.store.transactions import Tx
from onward.store.usage import USED_BY_INTERACTIONS, USED_BY_TEMPLATES, Usage, usage_of

_COLUMNS = "key, label, channel, outcomes, position, duration_minutes, archived_at, version"
_INSERT = f"INSERT INTO interaction_types (tenant_id, {_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
_SELECT = f"SELECT {_COLUMNS} FROM interaction_types WHERE tenant_id = $1"


async def insert_types(tx: Tx, tenant_id: UUID, types: list[InteractionType]) -> None:
    """Add types; those that are there stay as they are."""
    rows = [(tenant_id, *msgspec.structs.astuple(one)) for one in types]
    await tx.executemany(f"{_INSERT} ON CONFLICT DO NOTHING", rows)


async def add_type(tx: Tx, tenant_id: UUID, made: InteractionType) -> bool:
    """Add one; False when its key is there already."""
    return await tx.execute(f"{_INSERT} ON CONFLICT DO NOTHING", tenant_id, *msgspec.structs.astuple(made)) == 1


async def list_types(tx: Tx, tenant_id: UUID, *, with_archived: bool) -> list[InteractionType]:
    """In the tenant's order: by position, those without one last, then by key."""
    archived = "" if with_archived else " AND archived_at IS NULL"
    rows = await tx.fetch(f"{_SELECT}{archived} ORDER BY position NULLS LAST, key", tenant_id)
    return [InteractionType(*row) for row in rows]


async def get_type(tx: Tx, tenant_id: UUID, key: str) -> InteractionType:
    """Raises NotFound."""
    found = await find_type(tx, tenant_id, key)
    if found is None:
        raise errors.NotFound("There is no type with this key.")
    return found


async def find_type(tx: Tx, tenant_id: UUID, key: str) -> InteractionType | None:
    row = await tx.fetchrow(f"{_SELECT} AND key = $2", tenant_id, key)
    return None if row is None else InteractionType(*row)


async def lock_type(tx: Tx, tenant_id: UUID, key: str) -> bool:
    """Lock a type until the transaction ends; False when there is none. It is read after this."""
    sql = "SELECT key FROM interaction_types WHERE tenant_id = $1 AND key = $2 FOR UPDATE"
    return await tx.fetchrow(sql, tenant_id, key) is not None


async def update_type(tx: Tx, tenant_id: UUID, changed: InteractionType) -> None:
    """Write all fields. The type must be locked."""
    await tx.execute(
        """
        UPDATE interaction_types
        SET label = $3, channel = $4, outcomes = $5, position = $6, duration_minutes = $7, archived_at = $8,
            version = $9
        WHERE tenant_id = $1 AND key = $2
        """,
        tenant_id,
        *msgspec.structs.astuple(changed),
    )


async def lock_types(tx: Tx, tenant_id: UUID) -> None:
    """Lock them all, in the order of their keys; they are read after this."""
    await tx.fetch("SELECT key FROM interaction_types WHERE tenant_id = $1 ORDER BY key FOR UPDATE", tenant_id)


async def update_positions(tx: Tx, tenant_id: UUID, moved: list[InteractionType]) -> None:
    """Write positions and versions. All must be locked."""
    await tx.execute(
        """
        UPDATE interaction_types SET position = m.position, version = m.version
        FROM unnest($2::text[], $3::integer[], $4::integer[]) AS m(key, position, version)
        WHERE interaction_types.tenant_id = $1 AND interaction_types.key = m.key
        """,
        tenant_id,
        [one.key for one in moved],
        [one.position for one in moved],
        [one.version for one in moved],
    )


_USAGE = f"""
SELECT k.key, {USED_BY_INTERACTIONS.format(column="type")},
  {USED_BY_TEMPLATES.format(path="$.steps[*] ? (@.type == $key || @.fallback_type == $key)")}
FROM unnest($2::text[]) AS k(key)
"""


async def count_usage(tx: Tx, tenant_id: UUID, keys: list[str]) -> dict[str, Usage]:
    """By key how many interactions and how many templates (as published) have it."""
    return usage_of(await tx.fetch(_USAGE, tenant_id, keys))
