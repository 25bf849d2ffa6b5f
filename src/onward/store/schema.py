"""The database's shape: bringing it up to date, and what this version of the code expects.

Runs as the owner of the tables, synchronously, at deploy time; nothing here serves requests.
"""

from pathlib import Path

import sqlalchemy
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

_MIGRATIONS = Path(__file__).parent / "migrations"


def expected_revision() -> str:
    """The newest migration that comes with this code."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    assert revision is not None, "the package ships its migrations"
    return revision


def migrate(dsn: str) -> None:
    """Bring the database to the newest migration; does nothing when it is there already.

    Two at once are safe: the second waits for the first's lock.
    """
    engine = sqlalchemy.create_engine(sqlalchemy_url(dsn), poolclass=sqlalchemy.pool.NullPool)
    try:
        with engine.connect() as guard, engine.connect() as connection:
            guard.execute(sqlalchemy.text("SELECT pg_advisory_lock(hashtext('onward.migrate'))"))
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()
    finally:
        engine.dispose()


def sqlalchemy_url(dsn: str) -> str:
    """The same address for SQLAlchemy's psycopg driver."""
    scheme, separator, rest = dsn.partition("://")
    return f"postgresql+psycopg://{rest}" if separator and scheme in {"postgres", "postgresql"} else dsn


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config
