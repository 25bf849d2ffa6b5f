"""What the migrated database keeps to, so that it can be spread over a cluster by tenant: read from its catalogs."""

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from onward.store import inspection

# Reached only through owner functions, or the migrations' own.
OUTSIDE_TENANTS = {*inspection.OUTSIDE_TENANTS, "alembic_version"}
LONGEST_NAME = 50
EXPLICIT_PREFIXES = ("pk_", "uq_", "fk_", "ck_", "ix_")

TABLES = """
SELECT c.relname AS name, c.relrowsecurity AS secured, c.relforcerowsecurity AS forced,
       pg_get_userbyid(c.relowner) AS owner
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
ORDER BY c.relname
"""
CONSTRAINTS = """
SELECT r.relname AS table, c.conname AS name, c.contype::text AS kind, c.condeferrable AS deferrable,
       c.confdeltype::text AS on_delete, c.confupdtype::text AS on_update,
       ARRAY(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY AS k(number, place)
             JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number ORDER BY k.place) AS columns,
       ARRAY(SELECT a.attname::text FROM unnest(c.confkey) WITH ORDINALITY AS k(number, place)
             JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.number ORDER BY k.place) AS target
FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
WHERE c.connamespace = 'public'::regnamespace AND c.contype <> 'n'
ORDER BY 1, 2
"""
INDEXES = """
SELECT r.relname AS table, i.relname AS name,
       (SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = x.indrelid AND a.attnum = x.indkey[0]) AS first
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class r ON r.oid = x.indrelid
WHERE i.relnamespace = 'public'::regnamespace
ORDER BY 1, 2
"""


@pytest.fixture
async def catalog(database_url: str) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(database_url)
    yield connection
    await connection.close()


async def tenant_rows(catalog: Any, query: str) -> list[Any]:
    found = [row for row in await catalog.fetch(query) if row["table"] not in OUTSIDE_TENANTS]
    assert len(found) > 10, "the rule found them"
    return found


async def test_every_tenant_table_is_under_forced_row_security(catalog: Any) -> None:
    tables = [table for table in await catalog.fetch(TABLES) if table["name"] not in OUTSIDE_TENANTS]
    assert len(tables) > 10, "the rule found the tables"
    assert [table["name"] for table in tables if not (table["secured"] and table["forced"])] == []
    policed = {row["tablename"] for row in await catalog.fetch("SELECT tablename FROM pg_policies")}
    assert {table["name"] for table in tables} - policed == set()


async def test_policies_bear_a_transaction_that_has_set_no_tenant(catalog: Any) -> None:
    policies = await catalog.fetch("SELECT tablename, policyname, qual, with_check FROM pg_policies")
    for policy in policies:
        for condition in (policy["qual"], policy["with_check"]):
            assert condition is None or "NULLIF(current_setting(" in condition, policy["policyname"]


async def test_policies_ask_no_other_query(catalog: Any) -> None:
    """Citus refuses subqueries in the policies of distributed tables."""
    policies = await catalog.fetch("SELECT tablename, concat_ws(' ', qual, with_check) AS text FROM pg_policies")
    assert len(policies) > 10, "the rule found them"
    assert [row["tablename"] for row in policies if "SELECT" in row["text"].upper()] == []


async def test_the_serving_role_owns_nothing_and_is_bound(catalog: Any) -> None:
    role = await catalog.fetchrow(
        "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = 'onward_app'"
    )
    assert not any(role.values())
    assert [table["name"] for table in await catalog.fetch(TABLES) if table["owner"] == "onward_app"] == []


async def test_tenant_id_leads_every_key(catalog: Any) -> None:
    keys = [row for row in await tenant_rows(catalog, CONSTRAINTS) if row["kind"] in {"p", "u", "f"}]
    assert [row["name"] for row in keys if row["columns"][0] != "tenant_id"] == []
    foreign = [row for row in keys if row["kind"] == "f"]
    assert [row["name"] for row in foreign if row["target"][0] != "tenant_id"] == []


async def test_every_tenant_table_has_a_primary_key_and_its_tenant(catalog: Any) -> None:
    rows = await tenant_rows(catalog, CONSTRAINTS)
    tables = {table["name"] for table in await catalog.fetch(TABLES)} - OUTSIDE_TENANTS
    assert tables == {row["table"] for row in rows if row["kind"] == "p"}
    nullable = await catalog.fetch(
        "SELECT table_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND column_name = 'tenant_id' AND is_nullable = 'YES'"
    )
    assert {row["table_name"] for row in nullable} - OUTSIDE_TENANTS == set()


async def test_tenant_id_leads_every_index(catalog: Any) -> None:
    assert [row["name"] for row in await tenant_rows(catalog, INDEXES) if row["first"] != "tenant_id"] == []


async def test_names_are_explicit_and_short(catalog: Any) -> None:
    rows = await tenant_rows(catalog, CONSTRAINTS) + await tenant_rows(catalog, INDEXES)
    names = {row["name"] for row in rows}
    assert {name for name in names if not name.startswith(EXPLICIT_PREFIXES)} == set()
    names |= {table["name"] for table in await catalog.fetch(TABLES)}
    assert {name for name in names if len(name.encode()) > LONGEST_NAME} == set()


async def test_foreign_keys_leave_other_rows_alone(catalog: Any) -> None:
    foreign = [row for row in await tenant_rows(catalog, CONSTRAINTS) if row["kind"] == "f"]
    # n and d: SET NULL and SET DEFAULT; on update anything but a, no action.
    assert [row["name"] for row in foreign if row["on_delete"] in {"n", "d"} or row["on_update"] != "a"] == []


async def test_only_the_next_interaction_is_checked_late(catalog: Any) -> None:
    late = [row for row in await catalog.fetch(CONSTRAINTS) if row["deferrable"]]
    assert [row["columns"] for row in late] == [["tenant_id", "next_interaction_id"]]


async def test_no_triggers_sequences_or_extensions(catalog: Any) -> None:
    assert await catalog.fetch("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal") == []
    assert await catalog.fetch("SELECT relname FROM pg_class WHERE relkind = 'S'") == []
    assert [row["extname"] for row in await catalog.fetch("SELECT extname FROM pg_extension")] == ["plpgsql"]


async def test_no_column_has_a_volatile_default(catalog: Any) -> None:
    defaults = await catalog.fetch(
        "SELECT table_name, column_name, column_default FROM information_schema.columns "
        "WHERE table_schema = 'public' AND column_default LIKE '%(%'"
    )
    # The writer's transaction id and the place in the log can be known by the database only.
    known = ("pg_current_xact_id()", "pg_current_wal_insert_lsn()")
    texts = [row["column_default"] for row in defaults]
    assert [text for text in texts if not any(call in text for call in known)] == []
