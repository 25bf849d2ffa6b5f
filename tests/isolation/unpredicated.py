"""The application with its own tenant predicates switched off, on the statements' way to the connection."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from onward.store.transactions import Database, Snapshot, Tx

# A parameter stays a parameter, so that the numbering holds. The setting onward.tenant_id is no predicate.
_OWN = re.compile(r"(?<![.\w])(?:(?!onward\.)\w+\.)?tenant_id = \$1(?!\d)")
_LITERAL = re.compile(r"(?<![.\w])(?:(?!onward\.)\w+\.)?tenant_id = '[0-9a-f-]{36}'")
_JOINED = re.compile(r"\b\w+\.tenant_id = \w+\.tenant_id\b")
_LEFT = re.compile(
    r"(?<!onward\.)\btenant_id\s*(?:=|<|>|\bIN\b|\bIS\b|\bBETWEEN\b)|\(\w*\.?tenant_id,[^)]*\)\s*(?:=|IN\b)"
)
_READS = re.compile(r"(?:\bFROM|\bJOIN|\bUPDATE|\bUSING|,)\s+(?:ONLY\s+)?(?:public\.)?([a-z_]+)")

# What is inserted into: a column may have the name of a table.
_COLUMNS = re.compile(r"INSERT INTO \w+ \([^)]*\)")


def unpredicated(sql: str) -> str:
    """The statement without any condition on the tenant."""
    sql = _OWN.sub("($1::uuid IS NOT NULL)", sql)
    return _JOINED.sub("true", _LITERAL.sub("true", sql))


class Switch:
    """Which statements lose their predicates, and what became of each: `tables` are those that hold tenants' rows."""

    def __init__(self, tables: set[str], only: str | None = None) -> None:
        self.tables = tables
        self._only = None if only is None else re.compile(only)
        self.rewritten: dict[str, str] = {}
        self.missed: set[str] = set()

    def __call__(self, sql: str) -> str:
        if self._only is not None and not self._only.search(sql):
            return sql
        found = unpredicated(sql)
        if found != sql:
            self.rewritten[sql] = found
        read = set(_READS.findall(_COLUMNS.sub("", sql)))
        if _LEFT.search(found) or (found == sql and self.tables & read):
            self.missed.add(sql)
        return found

    def database(self, dsn: str, *, size: int) -> Database:
        """A database whose statements go through this switch."""
        return _Switched(self, dsn, size)


class _Switched(Database):
    def __init__(self, switch: Switch, dsn: str, size: int) -> None:
        super().__init__(dsn, size=size)
        self._switch = switch
        self._sessions: set[int] = set()

    @asynccontextmanager
    async def transaction(self, tenant_id: UUID) -> AsyncIterator[Tx]:
        async with super().transaction(tenant_id) as tx:
            await self._prepare_anew(tx._connection)
            tx._connection = _Connection(tx._connection, self._switch)
            yield tx

    @asynccontextmanager
    async def snapshot(self, tenant_id: UUID) -> AsyncIterator[Snapshot]:
        async with super().snapshot(tenant_id) as tx:
            await self._prepare_anew(tx._connection)
            tx._connection = _Connection(tx._connection, self._switch)
            yield tx

    async def _prepare_anew(self, connection: Any) -> None:
        """What a session has prepared for itself goes through the switch as well."""
        session = connection.get_server_pid()
        if session in self._sessions:
            return
        self._sessions.add(session)
        rows = await connection.fetch("SELECT name, statement FROM pg_prepared_statements WHERE from_sql")
        for name, _ in rows:
            await connection.execute(f"DEALLOCATE {name}")
        for message in {message for _, message in rows}:
            for sql in message.split(";"):
                await connection.execute(self._switch(sql))


class _Connection:
    """A driver's connection whose statements go through the switch first."""

    def __init__(self, connection: Any, switch: Switch) -> None:
        self._connection = connection
        self._switch = switch

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    async def execute(self, sql: str, *args: object, **options: Any) -> Any:
        return await self._connection.execute(self._switch(sql), *args, **options)

    async def executemany(self, sql: str, rows: Any, **options: Any) -> Any:
        return await self._connection.executemany(self._switch(sql), rows, **options)

    def cursor(self, sql: str, *args: object, **options: Any) -> Any:
        return self._connection.cursor(self._switch(sql), *args, **options)

    async def fetch(self, sql: str, *args: object, **options: Any) -> Any:
        return await self._connection.fetch(self._switch(sql), *args, **options)

    async def fetchrow(self, sql: str, *args: object, **options: Any) -> Any:
        return await self._connection.fetchrow(self._switch(sql), *args, **options)
