"""A running engine as its user sees it: its address, and PostgreSQL's own client tools pointed at it."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from onward.embedded import binaries
from onward.embedded.cluster import SUPERUSER
from onward.embedded.errors import EngineMissing, ToolFailed

DATABASE = "onward"


@dataclass(frozen=True)
class Engine:
    """An engine that answered, and that runs for as long as the lease does that gave it."""

    socket: Path
    port: int
    cluster_dir: Path
    log_path: Path
    user: str = SUPERUSER

    @property
    def dsn(self) -> str:
        """The address of the database `onward`, for asyncpg, psycopg and PostgreSQL's own tools."""
        return self.dsn_of(DATABASE)

    def dsn_of(self, database: str) -> str:
        host = quote(str(self.socket), safe="")
        return f"postgresql://{self.user}@/{quote(database, safe='')}?host={host}&port={self.port}"

    def binary(self, name: str) -> Path:
        """One of PostgreSQL's programs: pg_dump, pg_restore, psql, pgbench, ..."""
        path = binaries.find() / name
        if not path.exists():
            raise EngineMissing(f"the embedded PostgreSQL has no program {name!r}")
        return path

    def environment(self, database: str = DATABASE) -> dict[str, str]:
        """Our environment with PostgreSQL's variables naming this engine, and no other of them."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        address = {"PGHOST": str(self.socket), "PGPORT": str(self.port), "PGUSER": self.user}
        return {**ours, **address, "PGDATABASE": database}

    def run(self, name: str, *arguments: str | Path, database: str = DATABASE) -> str:
        """Run one of PostgreSQL's client programs and return what it wrote, or raise ToolFailed."""
        ended = self._run(name, *arguments, database=database)
        if ended.returncode != 0:
            raise ToolFailed(f"{name} failed: {ended.stderr.strip()}")
        return ended.stdout

    def answers(self) -> bool:
        """Whether it takes connections now; one that starts or recovers does not."""
        return self._run("pg_isready", "--quiet", "--timeout=1", database=SUPERUSER).returncode == 0

    def ensure_database(self) -> None:
        """Create the database `onward` where it is missing."""
        if self._has_database():
            return
        created = self._run("createdb", DATABASE, database=SUPERUSER)
        if created.returncode != 0 and not self._has_database():
            raise ToolFailed(f"the database {DATABASE!r} could not be created: {created.stderr.strip()}")

    def _has_database(self) -> bool:
        query = f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"
        return self.run("psql", "-XAtc", query, database=SUPERUSER).strip() == "1"

    def _run(self, name: str, *arguments: str | Path, database: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.binary(name), *arguments],
            env=self.environment(database),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
