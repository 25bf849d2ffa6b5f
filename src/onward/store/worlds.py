"""A tenant's rows of any table, as JSON: read in a frozen view, written into a tenant that has none yet.

The names of tables and columns that stand in these statements are the domain's and the catalog's, never a file's.
"""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from onward.domain import errors
from onward.domain.world import HIDDEN_COLUMNS, TABLES
from onward.store.transactions import Snapshot, Tx

# What a new tenant has without anybody's doing.
_BEGUN_WITH = frozenset({"tenant_settings", "interaction_types", "outcomes", "members", "events"})
_TEMPLATES = frozenset({"interaction_templates", "template_versions"})
# Whoever can sign in stays, and events are never removed.
_KEPT = frozenset({"members", "events"})


async def list_rows(tx: Snapshot, tenant_id: UUID, table: str) -> AsyncIterator[str]:
    """Each row of a table as a JSON object, in the file's order."""
    hidden = ["tenant_id", *HIDDEN_COLUMNS.get(table, ())]
    sql = f"SELECT (to_jsonb(t) - $2::text[])::text FROM {table} t WHERE t.tenant_id = $1 ORDER BY {TABLES[table]}"
    async for row in tx.stream(sql, tenant_id, hidden):
        yield row[0]


async def find_obstacle(tx: Tx, tenant_id: UUID) -> str | None:
    """The table whose rows are somebody's work, so that no world can be put in their place; None for a new tenant."""
    for table in TABLES:
        if table in _BEGUN_WITH or table in _TEMPLATES:
            continue
        if await tx.fetchval(f"SELECT EXISTS (SELECT FROM {table} t WHERE t.tenant_id = $1)", tenant_id):
            return table
    return "interaction_templates" if await tx.fetchval(_HAS_OWN_TEMPLATES, tenant_id) else None


_HAS_OWN_TEMPLATES = """
SELECT EXISTS (
  SELECT FROM interaction_templates t WHERE t.tenant_id = $1 AND (t.seed_key IS NULL OR t.version > 1)
)
"""


async def clear(tx: Tx, tenant_id: UUID) -> None:
    """Remove what a new tenant begins with, children before parents."""
    for table in reversed(TABLES):
        if table not in _KEPT:
            await tx.execute(f"DELETE FROM {table} WHERE tenant_id = $1", tenant_id)


_NOT_TAKEN = (
    asyncpg.IntegrityConstraintViolationError,
    asyncpg.DataError,
    asyncpg.ProgramLimitExceededError,
)
_COLUMNS = """
SELECT a.attname::text FROM pg_attribute a
WHERE a.attrelid = $1::text::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> 'tenant_id'
ORDER BY a.attnum
"""


class Inserter:
    """Writes rows into one table of a tenant."""

    def __init__(self, tx: Tx, tenant_id: UUID, table: str, columns: list[str]) -> None:
        self._tx = tx
        self._tenant_id = tenant_id
        chosen = ", ".join(f"r.{column}" for column in columns)
        self._sql = (
            f"INSERT INTO {table} (tenant_id, {', '.join(columns)}) "
            f"SELECT $1, {chosen} FROM jsonb_populate_recordset(NULL::{table}, $2::text::jsonb) AS r"
        )
        if table == "members":
            self._sql += _MEMBER_THERE

    async def insert(self, rows: list[dict[str, Any]]) -> None:
        """Raises Invalid for rows that the table does not take."""
        try:
            await self._tx.execute(self._sql, self._tenant_id, msgspec.json.encode(rows).decode())
        except _NOT_TAKEN as wrong:
            raise errors.Invalid.field("", str(wrong).splitlines()[0]) from wrong


# Somebody who is there already keeps role and account; name, address and zone are the file's.
_MEMBER_THERE = (
    " ON CONFLICT ON CONSTRAINT pk_members DO UPDATE "
    "SET name = excluded.name, email = excluded.email, zone = excluded.zone, updated_at = excluded.updated_at"
)


async def inserter(tx: Tx, tenant_id: UUID, table: str) -> Inserter:
    hidden = HIDDEN_COLUMNS.get(table, ())
    columns = [row[0] for row in await tx.fetch(_COLUMNS, f"public.{table}") if row[0] not in hidden]
    return Inserter(tx, tenant_id, table, columns)


async def member_ids_by_email(tx: Tx, tenant_id: UUID, emails: list[str]) -> dict[str, UUID]:
    """Who is a member here already, by e-mail address."""
    rows = await tx.fetch(
        "SELECT m.email, m.id FROM members m WHERE m.tenant_id = $1 AND m.email = ANY($2::text[])", tenant_id, emails
    )
    return {row[0]: row[1] for row in rows}


async def list_known(tx: Tx, tenant_id: UUID, interaction_ids: list[UUID]) -> set[UUID]:
    """Those of these interactions that there are."""
    sql = "SELECT i.id FROM interactions i WHERE i.tenant_id = $1 AND i.id = ANY($2::uuid[])"
    return {row[0] for row in await tx.fetch(sql, tenant_id, interaction_ids)}


async def link(tx: Tx, tenant_id: UUID, previous_by_id: dict[UUID, UUID]) -> None:
    """Say of interactions which one came before."""
    await tx.execute(
        "UPDATE interactions AS i SET previous_interaction_id = l.previous_id "
        "FROM unnest($2::uuid[], $3::uuid[]) AS l(id, previous_id) WHERE i.tenant_id = $1 AND i.id = l.id",
        tenant_id,
        list(previous_by_id),
        list(previous_by_id.values()),
    )
