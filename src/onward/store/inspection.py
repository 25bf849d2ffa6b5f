"""What a database tells of itself to those who start or check the server. Reads only, and no tenant's rows.

The role is what counts: some questions are asked as the tables' owner, others as the role that serves.
"""

from datetime import datetime
from pathlib import Path
from typing import TypeAlias

import asyncpg
from msgspec import Struct

OLDEST_VERSION = 15
# No tenant's rows, or the way into tenants: the serving role reaches these by owner functions only.
OUTSIDE_TENANTS = (
    "tenants",
    "api_keys",
    "people",
    "recovery_codes",
    "memberships",
    "sessions",
    "one_time_links",
    "identities",
    "sign_on_trips",
    "attempts",
    "turns",
    "turn_counts",
)
_VERSIONS = Path(__file__).parent / "migrations" / "versions"

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"


class Standing(Struct, frozen=True):
    """What a role is allowed beside its grants; `owned_tables` counts those of roles that it belongs to."""

    name: str
    is_superuser: bool
    bypasses_row_security: bool
    owned_tables: list[str]

    @property
    def is_bound(self) -> bool:
        """Whether row security binds this role."""
        return not (self.is_superuser or self.bypasses_row_security or self.owned_tables)


class TableGuard(Struct, frozen=True):
    """How one tenant table is guarded."""

    table: str
    is_enabled: bool
    is_forced: bool
    has_policy: bool

    @property
    def holds(self) -> bool:
        return self.is_enabled and self.is_forced and self.has_policy


class Capacity(Struct, frozen=True):
    """How many connections the server takes, and how many of them ordinary users cannot have."""

    max_connections: int
    reserved: int

    @property
    def open_to_us(self) -> int:
        return self.max_connections - self.reserved


def expected_revision() -> str:
    """The newest migration that comes with this code, from the files' names: `0001_title.py` is `0001`."""
    return max(path.name.partition("_")[0] for path in _VERSIONS.glob("[0-9]*_*.py"))


async def find_revision(connection: Connection) -> str | None:
    """The migration that the database is at; None when it has never been migrated."""
    if await connection.fetchval("SELECT to_regclass('public.alembic_version')") is None:
        return None
    revision: str | None = await connection.fetchval("SELECT version_num FROM public.alembic_version")
    return revision


async def get_version(connection: Connection) -> tuple[int, str]:
    """The major version, and how the server writes its version."""
    number = await connection.fetchval("SELECT current_setting('server_version_num')::integer")
    return number // 10000, await connection.fetchval("SELECT current_setting('server_version')")


async def get_time(connection: Connection) -> datetime:
    """The server's clock when it began with this statement."""
    at: datetime = await connection.fetchval("SELECT statement_timestamp()")
    return at


async def get_capacity(connection: Connection) -> Capacity:
    row = await connection.fetchrow(
        "SELECT current_setting('max_connections')::integer, "
        "current_setting('superuser_reserved_connections')::integer "
        "+ coalesce(nullif(current_setting('reserved_connections', true), '')::integer, 0)"
    )
    assert row is not None
    return Capacity(*row)


async def may_administer(connection: Connection) -> bool:
    """Whether this user may read and write the tables outside the tenants, as their owner does."""
    return bool(
        await connection.fetchval(
            "SELECT has_table_privilege('public.tenants', 'SELECT, INSERT') "
            "AND has_table_privilege('public.api_keys', 'SELECT, INSERT, UPDATE')"
        )
    )


async def get_standing(connection: Connection) -> Standing:
    """What the current role may do: after SET ROLE the role that was assumed."""
    row = await connection.fetchrow(
        "SELECT r.rolname::text, r.rolsuper, r.rolbypassrls, "
        "ARRAY(SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') "
        "AND pg_has_role(r.oid, c.relowner, 'MEMBER') ORDER BY 1) "
        "FROM pg_roles r WHERE r.rolname = current_user"
    )
    assert row is not None
    return Standing(*row)


async def list_guards(connection: Connection) -> list[TableGuard]:
    """Every table that holds tenants' rows."""
    rows = await connection.fetch(
        "SELECT c.relname::text, c.relrowsecurity, c.relforcerowsecurity, "
        "EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid) "
        "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped "
        "WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname <> ALL($1::text[]) ORDER BY 1",
        list(OUTSIDE_TENANTS),
    )
    return [TableGuard(*row) for row in rows]
