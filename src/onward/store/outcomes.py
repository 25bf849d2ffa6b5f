"""Outcomes: what can come of an interaction."""

from uuid import UUID

import msgspec

from onward.domain import errors
from onward.domain.records import Outcome
from onward.store.transactions import Tx
from onward.store.usage import USED_BY_INTERACTIONS, USED_BY_TEMPLATES, Usage, usage_of

_COLUMNS = "key, kind, label, position, archived_at, version"
_INSERT = f"INSERT INTO outcomes (tenant_id, {_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7)"
_SELECT = f"SELECT {_COLUMNS} FROM outcomes WHERE tenant_id = $1"


async def insert_outcomes(tx: Tx, tenant_id: UUID, outcomes: list[Outcome]) -> None:
    """Add outcomes; those that are there stay as they are."""
    rows = [(tenant_id, *msgspec.structs.astuple(one)) for one in outcomes]
    await tx.executemany(f"{_INSERT} ON CONFLICT DO NOTHING", rows)


async def add_outcome(tx: Tx, tenant_id: UUID, made: Outcome) -> bool:
    """Add one; False when its key is there already."""
    return await tx.execute(f"{_INSERT} ON CONFLICT DO NOTHING", tenant_id, *msgspec.structs.astuple(made)) == 1


async def list_outcome_kinds(tx: Tx, tenant_id: UUID) -> dict[str, str]:
    """Kind by outcome."""
    return {row[0]: row[1] for row in await tx.fetch("SELECT key, kind FROM outcomes WHERE tenant_id = $1", tenant_id)}


async def list_outcomes(tx: Tx, tenant_id: UUID, *, with_archived: bool) -> list[Outcome]:
    """In the tenant's order: by position, those without one last, then by key."""
    archived = "" if with_archived else " AND archived_at IS NULL"
    rows = await tx.fetch(f"{_SELECT}{archived} ORDER BY position NULLS LAST, key", tenant_id)
    return [Outcome(*row) for row in rows]


async def list_missing_outcomes(tx: Tx, tenant_id: UUID, keys: list[str]) -> list[str]:
    """Those of the keys that no outcome of this tenant has."""
    rows = await tx.fetch("SELECT key FROM outcomes WHERE tenant_id = $1 AND key = ANY($2::text[])", tenant_id, keys)
    found = {row[0] for row in rows}
    return [key for key in keys if key not in found]


async def get_outcome(tx: Tx, tenant_id: UUID, key: str) -> Outcome:
    """Raises NotFound."""
    found = await find_outcome(tx, tenant_id, key)
    if found is None:
        raise errors.NotFound("There is no outcome with this key.")
    return found


async def find_outcome(tx: Tx, tenant_id: UUID, key: str) -> Outcome | None:
    row = await tx.fetchrow(f"{_SELECT} AND key = $2", tenant_id, key)
    return None if row is None else Outcome(*row)


async def lock_outcome(tx: Tx, tenant_id: UUID, key: str) -> bool:
    """Lock an outcome until the transaction ends; False when there is none. It is read after this."""
    sql = "SELECT key FROM outcomes WHERE tenant_id = $1 AND key = $2 FOR UPDATE"
    return await tx.fetchrow(sql, tenant_id, key) is not None


async def update_outcome(tx: Tx, tenant_id: UUID, changed: Outcome) -> None:
    """Write all fields. The outcome must be locked."""
    await tx.execute(
        """
        UPDATE outcomes SET kind = $3, label = $4, position = $5, archived_at = $6, version = $7
        WHERE tenant_id = $1 AND key = $2
        """,
        tenant_id,
        *msgspec.structs.astuple(changed),
    )


async def lock_outcomes(tx: Tx, tenant_id: UUID) -> None:
    """Lock them all, in the order of their keys; they are read after this."""
    await tx.fetch("SELECT key FROM outcomes WHERE tenant_id = $1 ORDER BY key FOR UPDATE", tenant_id)


async def update_positions(tx: Tx, tenant_id: UUID, moved: list[Outcome]) -> None:
    """Write positions and versions. All must be locked."""
    await tx.execute(
        """
        UPDATE outcomes SET position = m.position, version = m.version
        FROM unnest($2::text[], $3::integer[], $4::integer[]) AS m(key, position, version)
        WHERE outcomes.tenant_id = $1 AND outcomes.key = m.key
        """,
        tenant_id,
        [one.key for one in moved],
        [one.position for one in moved],
        [one.version for one in moved],
    )


_USAGE = f"""
SELECT k.key, {USED_BY_INTERACTIONS.format(column="outcome")},
  {USED_BY_TEMPLATES.format(path="$.steps[*].branches[*].outcomes[*] ? (@ == $key)")}
FROM unnest($2::text[]) AS k(key)
"""


async def count_usage(tx: Tx, tenant_id: UUID, keys: list[str]) -> dict[str, Usage]:
    """By key how many interactions have it and how many templates (as published) branch on it."""
    return usage_of(await tx.fetch(_USAGE, tenant_id, keys))
