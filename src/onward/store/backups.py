"""Whole databases: a frozen view to dump, what must be in a copy, and whether there is room for one.

Runs as a user whom row security does not bind, synchronously; nothing here serves requests.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from msgspec import Struct
from psycopg import sql

from onward.domain import errors
from onward.store.transactions import APP_ROLE

_TABLES = """
SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY 1
"""
_SEES_ALL = "SELECT rolname::text, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
_RENUMBER = """
UPDATE public.events SET log_xid = 0, log_lsn = placed.place
FROM (
  SELECT e.tenant_id, e.id, row_number() OVER (ORDER BY e.log_xid, e.log_lsn, e.id) AS place FROM public.events e
) AS placed
WHERE events.tenant_id = placed.tenant_id AND events.id = placed.id
"""
_ROLE = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'onward_app') THEN
    CREATE ROLE onward_app NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""


class Snapshot(Struct, frozen=True):
    """One moment of the database; `name` lets pg_dump see the same one. Row counts by table."""

    name: str
    server_version: str
    revision: str
    row_counts: dict[str, int]


@contextmanager
def snapshot(dsn: str) -> Iterator[Snapshot]:
    """A view of the database that stays as it is while the `with` lasts. Raises Unavailable, Refused."""
    with _connected(dsn) as connection:
        _check_sees_all(connection)
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield Snapshot(
            name=_value(connection, "SELECT pg_export_snapshot()"),
            server_version=_value(connection, "SELECT current_setting('server_version')"),
            revision=_revision(connection),
            row_counts=_row_counts(connection),
        )


def count_rows(dsn: str) -> dict[str, int]:
    """Rows by table. Raises Unavailable, Refused."""
    with _connected(dsn) as connection:
        _check_sees_all(connection)
        return _row_counts(connection)


def check_empty(dsn: str) -> None:
    """Raises Conflict for a database that holds tenants, or anything in tables that are not Onward's."""
    with _connected(dsn) as connection:
        _check_sees_all(connection)
        counts = _row_counts(connection)
    if counts.get("tenants"):
        raise errors.Conflict(
            f"This database holds tenants already ({counts['tenants']}), and nothing is overwritten. Restore into an "
            "empty one: another ONWARD_DATA_DIR, or a new database for ONWARD_DATABASE_URL."
        )
    if counts and "alembic_version" not in counts:
        raise errors.Conflict(
            f"This database holds other tables ({', '.join(list(counts)[:5])}). Restore into an empty one."
        )


def ensure_app_role(dsn: str) -> None:
    """Roles are not in a dump; its grants need this one. Raises Refused where that takes more rights."""
    with _connected(dsn) as connection:
        try:
            connection.execute(_ROLE)
        except psycopg.Error as refused:
            raise errors.Refused(f"As a superuser run: CREATE ROLE {APP_ROLE} NOLOGIN ({refused})") from refused


def renumber_log(dsn: str) -> None:
    """Give restored events new places in the log, in their old order: the old ones count the transactions of another
    server, and readers would wait for those."""
    with _connected(dsn) as connection:
        connection.execute(_RENUMBER)


def analyze(dsn: str) -> None:
    """Gather the planner's statistics, which a dump leaves out."""
    with _connected(dsn) as connection:
        connection.execute("ANALYZE")


@contextmanager
def _connected(dsn: str) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    try:
        connection = psycopg.connect(dsn, autocommit=True, application_name="onward backup")
    except psycopg.Error as gone:
        raise errors.Unavailable(f"The database cannot be reached: {gone}") from gone
    with connection:
        yield connection


def _check_sees_all(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    row = connection.execute(_SEES_ALL).fetchone()
    if row is None or not row[1]:
        name = row[0] if row else "?"
        raise errors.Refused(
            f"Row security hides the tenants' rows from the user {name}, so a copy would be empty. Set "
            "ONWARD_MIGRATION_URL, for this command, to the address of a superuser or of a role with BYPASSRLS."
        )


def _revision(connection: "psycopg.Connection[tuple[object, ...]]") -> str:
    if _value(connection, "SELECT coalesce(to_regclass('public.alembic_version')::text, '')"):
        return _value(connection, "SELECT version_num FROM public.alembic_version")
    raise errors.Refused("This database has never been migrated, so there is nothing to back up.")


def _row_counts(connection: "psycopg.Connection[tuple[object, ...]]") -> dict[str, int]:
    counts = {}
    for (table,) in connection.execute(_TABLES).fetchall():
        statement = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", str(table)))
        row = connection.execute(statement).fetchone()
        counts[str(table)] = int(str(row[0])) if row else 0
    return counts


def _value(connection: "psycopg.Connection[tuple[object, ...]]", statement: str) -> str:
    row = connection.execute(statement).fetchone()
    return str(row[0]) if row else ""
