"""An export of everything leaves nothing out that nobody has thought of."""

from typing import Any

import asyncpg

from onward.domain.world import HIDDEN_COLUMNS, LEFT_OUT, TABLES
from onward.store import inspection

TENANT_TABLES = """
SELECT c.relname::text FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> ALL($1::text[])
"""
PARENTS = """
SELECT c.conrelid::regclass::text, c.confrelid::regclass::text FROM pg_constraint c
WHERE c.connamespace = 'public'::regnamespace AND c.contype = 'f' AND c.conrelid <> c.confrelid
"""


async def asked(url: str, question: str, *args: Any) -> list[Any]:
    connection = await asyncpg.connect(url)
    rows: list[Any] = await connection.fetch(question, *args)
    await connection.close()
    return rows


async def test_every_table_of_tenants_is_exported_or_said_why_not(database_url: str) -> None:
    outside = [*inspection.OUTSIDE_TENANTS, "alembic_version"]
    found = {row[0] for row in await asked(database_url, TENANT_TABLES, outside)}
    assert len(found) > 10, "the rule found the tables"
    assert found == TABLES.keys() | LEFT_OUT.keys(), "add the table to TABLES or LEFT_OUT of domain/world.py"
    assert TABLES.keys() & LEFT_OUT.keys() == set()
    assert HIDDEN_COLUMNS.keys() <= TABLES.keys()


async def test_parents_come_before_their_children(database_url: str) -> None:
    order = list(TABLES)
    pairs = [row for row in await asked(database_url, PARENTS) if row[0] in TABLES and row[1] in TABLES]
    assert len(pairs) > 10, "the rule found the keys"
    assert [tuple(row) for row in pairs if order.index(row[1]) > order.index(row[0])] == []
