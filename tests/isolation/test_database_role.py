"""What the role that serves may do in the database, read from its catalogs and tried: no more than it needs.

A later table or function is judged here too: what is not named below must be under row-level security.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest

from onward.store.transactions import APP_ROLE
from tests.stage import ACME, GLOBEX

# Outside the tenants, or the way into them: the role may not touch these at all.
OUT_OF_REACH = {
    "tenants",
    "api_keys",
    "people",
    "recovery_codes",
    "memberships",
    "sessions",
    "one_time_links",
    "attempts",
    "turns",
    "turn_counts",
    "identities",
    "sign_on_trips",
}
# It must know which migration it meets.
READ_ONLY = {"alembic_version"}
APPEND_ONLY = {"events", "audit_log"}
ALL_VERBS = {"SELECT", "INSERT", "UPDATE", "DELETE"}

# Functions that take a tenant before one is set: what they compare instead.
BEFORE_A_TENANT_IS_SET = {
    "resolve_key": "the hash of a secret",
    "resolve_credential": "the hash of a secret",
    "insert_first_tenant": "the hash of a set-up link's token; there is no tenant yet",
    "insert_link": "nothing where it is of no tenant, else the tenant that is set",
}
SET_TENANT = "NULLIF(pg_catalog.current_setting('onward.tenant_id', true), '')::uuid"

PRIVILEGES = """
SELECT c.relname::text, v.verb, c.relrowsecurity AND c.relforcerowsecurity
FROM pg_class c CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'])
  AS v(verb)
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
  AND CASE WHEN v.verb IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
    THEN has_any_column_privilege($1, c.oid, v.verb) ELSE has_table_privilege($1, c.oid, v.verb) END
"""
FUNCTIONS = """
SELECT p.proname::text AS name, p.proargnames::text[] AS arguments, p.prosrc AS body, p.prosecdef AS is_owners,
       coalesce(p.proconfig, '{}')::text[] AS config, pg_get_userbyid(p.proowner)::text AS owner,
       coalesce(p.proacl::text, '') AS grants, l.lanname::text AS language
FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang WHERE p.pronamespace = 'public'::regnamespace
"""


@pytest.fixture
async def owner(database_url: str) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(database_url)
    yield connection
    await connection.close()


@pytest.fixture
async def app(database_url: str) -> AsyncIterator[Any]:
    """A connection as the server has it."""
    connection = await asyncpg.connect(database_url, server_settings={"role": APP_ROLE})
    yield connection
    await connection.close()


@asynccontextmanager
async def inside(app: Any, tenant_id: object) -> AsyncIterator[None]:
    """In a transaction of a tenant, undone at the end."""
    transaction = app.transaction()
    await transaction.start()
    await app.execute(f"SET LOCAL onward.tenant_id = '{tenant_id}'")
    try:
        yield
    finally:
        await transaction.rollback()


async def may(owner: Any) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for table, verb, _ in await owner.fetch(PRIVILEGES, APP_ROLE):
        found.setdefault(table, set()).add(verb)
    return found


async def tables(owner: Any) -> set[str]:
    rows = await owner.fetch(
        "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
    )
    return {row[0] for row in rows}


async def test_the_role_may_what_each_kind_of_table_needs_and_no_more(owner: Any) -> None:
    inside_tenants = await tables(owner) - OUT_OF_REACH - READ_ONLY
    expected = dict.fromkeys(inside_tenants - APPEND_ONLY, ALL_VERBS)
    expected |= {table: {"SELECT", "INSERT"} for table in APPEND_ONLY}
    expected |= {table: {"SELECT"} for table in READ_ONLY}
    assert await may(owner) == expected


async def test_whatever_the_role_reaches_is_under_row_security(owner: Any) -> None:
    reached = {(table, guarded) for table, _, guarded in await owner.fetch(PRIVILEGES, APP_ROLE)}
    assert {table for table, guarded in reached if not guarded} == READ_ONLY


async def test_every_such_table_has_the_one_policy(owner: Any) -> None:
    rows = await owner.fetch(
        "SELECT tablename::text, policyname::text, permissive, roles::text[], cmd, qual, with_check FROM pg_policies"
    )
    own = "(tenant_id = (NULLIF(current_setting('onward.tenant_id'::text, true), ''::text))::uuid)"
    expected = {
        (table, "own_tenant", "PERMISSIVE", ("public",), "ALL", own, own)
        for table in await tables(owner) - OUT_OF_REACH - READ_ONLY
    }
    assert {(row[0], row[1], row[2], tuple(row[3]), *row[4:]) for row in rows} == expected


async def test_every_table_that_names_a_tenant_is_guarded_or_out_of_reach(owner: Any) -> None:
    rows = await owner.fetch(
        "SELECT c.relname::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attname = 'tenant_id' "
        "AND NOT a.attisdropped AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"
    )
    assert {row[0] for row in rows} <= OUT_OF_REACH


async def test_the_role_is_nobody_else_and_owns_nothing(owner: Any) -> None:
    role = await owner.fetchrow(
        "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication, rolcanlogin "
        "FROM pg_roles WHERE rolname = $1",
        APP_ROLE,
    )
    assert not any(role.values())
    assert await owner.fetch("SELECT FROM pg_auth_members WHERE member = $1::text::regrole", APP_ROLE) == []
    assert (
        await owner.fetch("SELECT FROM pg_shdepend WHERE refobjid = $1::text::regrole AND deptype = 'o'", APP_ROLE)
        == []
    )
    assert not await owner.fetchval("SELECT has_schema_privilege($1, 'public', 'CREATE')", APP_ROLE)


@pytest.mark.parametrize("table", sorted(OUT_OF_REACH))
async def test_what_is_out_of_reach_cannot_be_read(app: Any, table: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await app.fetch(f"SELECT * FROM public.{table}")


@pytest.mark.parametrize("table", sorted(APPEND_ONLY))
@pytest.mark.parametrize("statement", ["UPDATE {} SET request_id = ''", "DELETE FROM {}", "TRUNCATE {}"])
async def test_history_cannot_be_rewritten(app: Any, table: str, statement: str) -> None:
    async with inside(app, ACME.id):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await app.execute(statement.format(table))


async def test_without_a_tenant_there_is_nothing(app: Any) -> None:
    assert await app.fetch("SELECT * FROM members") == []
    async with inside(app, ""):
        assert await app.fetch("SELECT * FROM members") == []


async def test_inside_a_tenant_there_is_only_that_tenant(app: Any) -> None:
    async with inside(app, ACME.id):
        assert {row[0] for row in await app.fetch("SELECT tenant_id FROM members")} == {ACME.id}
        assert await app.execute("UPDATE members SET name = 'Eve' WHERE tenant_id = $1", GLOBEX.id) == "UPDATE 0"


async def test_nothing_can_be_written_into_another_tenant(app: Any) -> None:
    async with inside(app, ACME.id):
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
            await app.execute("UPDATE members SET tenant_id = $1", GLOBEX.id)


async def functions(owner: Any) -> list[Any]:
    found: list[Any] = await owner.fetch(FUNCTIONS)
    assert len(found) > 30, "the rule found them"
    return found


async def test_owner_functions_are_the_owners_and_pin_their_path(owner: Any) -> None:
    for function in await functions(owner):
        assert function["is_owners"], function["name"]
        assert function["language"] == "sql", f"{function['name']}: no text is put together into a statement"
        assert function["config"] == ["search_path=pg_catalog, pg_temp"], function["name"]
        assert function["owner"] != APP_ROLE, function["name"]


async def test_owner_functions_are_the_roles_alone(owner: Any) -> None:
    for function in await functions(owner):
        holders = {grant.partition("=")[0] for grant in function["grants"].strip("{}").split(",")}
        assert holders == {APP_ROLE, function["owner"]}, function["name"]


async def test_a_function_that_takes_a_tenant_takes_only_the_one_that_is_set(owner: Any) -> None:
    """Else whoever could make the server name another tenant would be let in by its owner."""
    unbound = {
        function["name"]
        for function in await functions(owner)
        if "tenant" in (function["arguments"] or []) and not _is_bound(function["body"])
    }
    assert unbound <= set(BEFORE_A_TENANT_IS_SET)


def _is_bound(body: str) -> bool:
    return re.search(rf"\btenant = {re.escape(SET_TENANT)}", body) is not None and "IS NULL OR tenant" not in body


async def test_keys_of_another_tenant_are_out_of_reach_from_inside_one(app: Any, owner: Any) -> None:
    await owner.execute(
        "INSERT INTO api_keys (tenant_id, id, name, role, secret_hash, created_at) "
        "VALUES ($1, $1, 'Cleo''s', 'owner', '', '2026-01-01T00:00Z')",
        GLOBEX.id,
    )
    async with inside(app, ACME.id):
        assert await app.fetch("SELECT * FROM list_api_keys($1)", GLOBEX.id) == []
        assert await app.fetch("SELECT revoke_api_key($1, $1, now())", GLOBEX.id) == []
    async with inside(app, GLOBEX.id):
        assert len(await app.fetch("SELECT * FROM list_api_keys($1)", GLOBEX.id)) == 1
