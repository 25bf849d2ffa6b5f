"""The database's shape: bringing it up to date, and what this version of the code expects.

Runs as the owner of the tables, synchronously, at deploy time; nothing here serves requests.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import alembic.util
import psycopg
import sqlalchemy
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg import conninfo, sql
from sqlalchemy import exc

from onward.domain import errors
from onward.store.transactions import APP_ROLE

_MIGRATIONS = Path(__file__).parent / "migrations"


def expected_revision() -> str:
    """The newest migration that comes with this code."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    assert revision is not None, "the package ships its migrations"
    return revision


def migrate(dsn: str) -> None:
    """Bring the database to the newest migration; does nothing when it is there already.

    Two at once are safe: the second waits for the first. Raises Unavailable, and Refused with the
    database's own words.
    """
    with exclusive(dsn):
        engine = sqlalchemy.create_engine(sqlalchemy_url(dsn), poolclass=sqlalchemy.pool.NullPool)
        try:
            with engine.connect() as connection:
                config = _config()
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                connection.commit()
        except (exc.SQLAlchemyError, alembic.util.CommandError) as failed:
            raise errors.Refused(f"The database cannot be migrated: {_words(failed)}") from failed
        finally:
            engine.dispose()


@contextmanager
def exclusive(dsn: str) -> Iterator[None]:
    """While this lasts nobody else migrates or restores this database. Raises Unavailable."""
    try:
        guard = psycopg.connect(dsn, autocommit=True)
    except psycopg.Error as gone:
        raise errors.Unavailable(f"The database cannot be reached: {_words(gone)}") from gone
    with guard:
        guard.execute("SELECT pg_advisory_lock(hashtext('onward.migrate'))")
        yield


def grant_app_role(dsn: str, app_dsn: str) -> None:
    """Let the user of `app_dsn` assume the role that serves. Raises Refused where that takes more rights."""
    user = conninfo.conninfo_to_dict(app_dsn).get("user")
    with psycopg.connect(dsn) as connection:
        if user is None or _may_assume(connection, str(user)):
            return
        grant = sql.SQL("GRANT {} TO {}").format(sql.Identifier(APP_ROLE), sql.Identifier(str(user)))
        try:
            connection.execute(grant)
        except psycopg.Error as refused:
            raise errors.Refused(f"As a superuser run: {grant.as_string(connection)} ({_words(refused)})") from refused


def _may_assume(connection: psycopg.Connection, user: str) -> bool:
    """Since version 16 a member need not have the right to SET ROLE."""
    right = "SET" if connection.info.server_version >= 160000 else "MEMBER"
    row = connection.execute(
        "SELECT pg_has_role(rolname, %s, %s) FROM pg_roles WHERE rolname = %s", (APP_ROLE, right, user)
    ).fetchone()
    if row is None:
        raise errors.Refused(f"ONWARD_DATABASE_URL names the user {user!r}, whom this server does not know.")
    return bool(row[0])


def _words(failed: Exception) -> str:
    """The first line that the database said, without the statement."""
    said = str(getattr(failed, "orig", None) or failed).strip().splitlines()
    return said[0] if said else type(failed).__name__


def sqlalchemy_url(dsn: str) -> str:
    """The same address for SQLAlchemy's psycopg driver."""
    scheme, separator, rest = dsn.partition("://")
    return f"postgresql+psycopg://{rest}" if separator and scheme in {"postgres", "postgresql"} else dsn


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config
