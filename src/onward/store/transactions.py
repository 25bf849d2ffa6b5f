"""Connections and transactions: how one begins, sets its tenant, locks, and ends.

A transaction opens with its first statement, so that a lock can travel in the same message as
BEGIN and SET LOCAL. Only the edge commits. Driver errors leave here as domain errors.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from onward.domain import errors, records
from onward.store import instants, locks, violations

APP_ROLE = "onward_app"

_ROLLBACK_SECONDS = 2.0
# How much longer than the server, which has its own limit, we wait for an answer before we take it for lost.
_GRACE_SECONDS = 2.0

# InternalClientError: the server said farewell between two statements, and the driver met the rest of that.
GONE = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
)


_NO_TENANT = UUID(int=0)


class Tx:
    """One transaction of one tenant; begins lazily, on one connection."""

    __slots__ = ("_connection", "_is_open", "tenant_id")

    _BEGIN = "BEGIN"

    def __init__(self, connection: Any, tenant_id: UUID) -> None:
        self._connection = connection
        self._is_open = False
        self.tenant_id = tenant_id

    async def begin(self, lock_sql: str = "") -> bool:
        """Open the transaction if it is not yet, and run `lock_sql` in the same message.

        `lock_sql` may hold no text from outside, only literals made from parsed UUIDs. Returns whether
        it met a row.
        """
        parts = [lock_sql] if lock_sql else []
        if not self._is_open:
            parts.insert(0, f"{self._BEGIN}; SET LOCAL onward.tenant_id = '{self.tenant_id}'")
        if not parts:
            return True
        # Open from here on: when the lock fails after BEGIN there is something to roll back.
        self._is_open = True
        status = await self._connection.execute("; ".join(parts))
        return not lock_sql or not status.endswith(" 0")

    async def fetch(self, sql: str, *args: object) -> list[asyncpg.Record]:
        if not self._is_open:
            await self.begin()
        rows: list[asyncpg.Record] = await self._connection.fetch(sql, *args)
        return rows

    async def stream(self, sql: str, *args: object, at_a_time: int = 500) -> AsyncIterator[asyncpg.Record]:
        """The rows one after another, few of them in memory at once."""
        if not self._is_open:
            await self.begin()
        async for row in self._connection.cursor(sql, *args, prefetch=at_a_time):
            yield row

    async def fetchrow(self, sql: str, *args: object) -> asyncpg.Record | None:
        if not self._is_open:
            await self.begin()
        row: asyncpg.Record | None = await self._connection.fetchrow(sql, *args)
        return row

    async def fetchval(self, sql: str, *args: object) -> Any:
        row = await self.fetchrow(sql, *args)
        return None if row is None else row[0]

    async def execute(self, sql: str, *args: object) -> int:
        """Run one statement and return how many rows it met."""
        if not self._is_open:
            await self.begin()
        status: str = await self._connection.execute(sql, *args)
        count = status.rpartition(" ")[2]
        return int(count) if count.isdigit() else 0

    async def executemany(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        if not self._is_open:
            await self.begin()
        await self._connection.executemany(sql, rows)

    @asynccontextmanager
    async def savepoint(self, *, keep: bool = True) -> AsyncIterator[None]:
        """What is refused inside is undone alone, and the transaction can go on; without `keep` all of it is undone
        in any case, row locks included. A broken constraint comes out as the domain error that it stands for.
        """
        await self.begin("SAVEPOINT inside")
        try:
            yield
        except (asyncpg.IntegrityConstraintViolationError, errors.Refused) as refused:
            await self.begin("ROLLBACK TO SAVEPOINT inside; RELEASE SAVEPOINT inside")
            meaning = violations.translated(refused)
            if meaning is refused:
                raise
            raise meaning from refused
        await self.begin(("" if keep else "ROLLBACK TO SAVEPOINT inside; ") + "RELEASE SAVEPOINT inside")

    async def commit(self) -> None:
        """Commit; never cancelled half-way.

        Raises CommitUnknown when the connection breaks before the answer: the work may be done or not.
        """
        if not self._is_open:
            return
        commit = asyncio.ensure_future(self._connection.execute("COMMIT"))
        try:
            status = await asyncio.shield(commit)
        except asyncio.CancelledError:
            await commit
            raise
        except asyncpg.IntegrityConstraintViolationError:
            raise
        except (*GONE, asyncpg.PostgresError) as gone:
            _give_up(self._connection)
            raise errors.CommitUnknown(
                "The connection broke during COMMIT, so nobody knows whether the change was saved. "
                "Read it back, or repeat the request with the same Idempotency-Key."
            ) from gone
        finally:
            self._is_open = False
        if status != "COMMIT":
            raise errors.Unavailable("The change was not saved. Try again.")

    async def rollback(self) -> None:
        """Undo what is not committed. A connection that cannot any more is given up: PostgreSQL undoes it itself."""
        if not self._is_open:
            return
        self._is_open = False
        try:
            await self._connection.execute("ROLLBACK", timeout=_ROLLBACK_SECONDS)
        except (*GONE, asyncpg.PostgresError):
            _give_up(self._connection)


def _give_up(connection: Any) -> None:
    """End a connection from which nothing comes any more; giving it back to the pool would wait for it."""
    with suppress(asyncpg.InterfaceError):  # the pool has noticed already
        connection.terminate()


class Outside(Tx):
    """A transaction outside the tenants: it sees no tenant's rows until it steps into one."""

    __slots__ = ()

    def __init__(self, connection: Any) -> None:
        super().__init__(connection, _NO_TENANT)

    async def step_into(self, tenant_id: UUID) -> None:
        """From here on this tenant's rows are seen and written, in the same transaction."""
        self.tenant_id = tenant_id
        await self.begin(f"SET LOCAL onward.tenant_id = '{tenant_id}'")


class Snapshot(Tx):
    """A transaction that only reads, and sees the tenant's rows as they were when it began, for as long as it lasts.
    Instants are written in UTC. Whoever reads along may be slow: it waits five minutes between two statements."""

    __slots__ = ()

    _BEGIN = (
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL timezone = 'UTC'; "
        "SET LOCAL idle_in_transaction_session_timeout = '5min'"
    )


_encoded = msgspec.json.Encoder().encode
_decoded = msgspec.json.Decoder().decode


def _encode_json(value: object) -> bytes:
    return b"\x01" + _encoded(value)


def _decode_json(raw: bytes) -> object:
    return _decoded(raw[1:])


async def _prepare(connection: asyncpg.Connection) -> None:
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", encoder=_encode_json, decoder=_decode_json, format="binary"
    )
    await connection.set_type_codec(
        "timestamptz", schema="pg_catalog", encoder=instants.encode, decoder=instants.decode, format="binary"
    )
    await connection.execute(locks.PREPARE)


async def _keep_session(_: object) -> None:
    """Nothing to reset between transactions: everything that is set is set by SET LOCAL."""


class Database:
    """The pool, and the few reads that stand outside the tenants.

    `size` connections at the most; `dsn` any PostgreSQL. Sessions assume the role `onward_app`, so that
    row-level security binds them.
    """

    def __init__(self, dsn: str, *, size: int = 16, statement_timeout_seconds: int = 15) -> None:
        self._dsn = dsn
        self._size = size
        self._statement_timeout_seconds = statement_timeout_seconds
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None

    @property
    def pool(self) -> "asyncpg.Pool[asyncpg.Record]":
        if self._pool is None:
            raise errors.Unavailable("The database pool is not open.")
        return self._pool

    async def open(self) -> None:
        """Make the pool; connections are made when first needed, so a missing database is no failure yet."""
        self._pool = await asyncpg.create_pool(
            self._dsn,
            min_size=0,
            max_size=self._size,
            init=_prepare,
            reset=_keep_session,
            timeout=5,
            command_timeout=self._statement_timeout_seconds + _GRACE_SECONDS,
            server_settings={
                "role": APP_ROLE,
                "application_name": "onward",
                "statement_timeout": f"{self._statement_timeout_seconds}s",
                "lock_timeout": "10s",
                "idle_in_transaction_session_timeout": "30s",
            },
        )

    async def close(self) -> None:
        """Wait for what is running, at most ten seconds, then let the connections go."""
        if self._pool is None:
            return
        pool, self._pool = self._pool, None
        try:
            await asyncio.wait_for(pool.close(), timeout=10)
        except TimeoutError:
            pool.terminate()

    @asynccontextmanager
    async def transaction(self, tenant_id: UUID) -> AsyncIterator[Tx]:
        """A transaction of one tenant: rolled back unless committed inside. Driver errors come out as
        domain errors (Unavailable, Conflict, Invalid)."""
        async with self._connection() as connection:
            tx = Tx(connection, tenant_id)
            try:
                yield tx
            finally:
                await tx.rollback()

    @asynccontextmanager
    async def snapshot(self, tenant_id: UUID) -> AsyncIterator[Snapshot]:
        """A frozen view of one tenant, to read a great deal from; otherwise as `transaction`."""
        async with self._connection() as connection:
            tx = Snapshot(connection, tenant_id)
            try:
                yield tx
            finally:
                await tx.rollback()

    @asynccontextmanager
    async def outside(self) -> AsyncIterator[Outside]:
        """A transaction of no tenant, for what stands outside them; otherwise as `transaction`."""
        async with self._connection() as connection:
            tx = Outside(connection)
            try:
                yield tx
            finally:
                await tx.rollback()

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Any]:
        try:
            async with self.pool.acquire(timeout=10) as connection:
                try:
                    yield connection
                except GONE:
                    _give_up(connection)
                    raise
        except GONE as gone:
            raise errors.Unavailable(
                "The database cannot be reached. Nothing was changed; try again in a moment."
            ) from gone
        except asyncpg.PostgresError as refused:
            meaning = violations.translated(refused)
            if meaning is refused:
                raise
            raise meaning from refused

    async def resolve_tenant(self, key: str) -> records.Tenant | None:
        """The tenant by id or slug, from outside the tenants."""
        async with self._connection() as connection:
            row = await connection.fetchrow("SELECT * FROM public.resolve_tenant($1)", key)
        return None if row is None else records.Tenant(*row)

    async def resolve_credential(self, tenant_id: UUID, secret_hash: bytes) -> records.Credential | None:
        """The live API key of this tenant with this hash; revoked ones are none."""
        async with self._connection() as connection:
            row = await connection.fetchrow("SELECT * FROM public.resolve_key($1, $2)", tenant_id, secret_hash)
        return None if row is None else records.Credential(*row)

    async def has_credentials(self) -> bool:
        """Whether anybody anywhere holds a credential: this ends local mode."""
        async with self._connection() as connection:
            return bool(await connection.fetchval("SELECT public.has_credentials()"))

    async def check(self, expected_revision: str) -> str | None:
        """None when the database is reachable and at the revision that this code needs, else what is wrong."""
        try:
            async with self._connection() as connection:
                revision = await connection.fetchval("SELECT version_num FROM public.alembic_version")
        except errors.Unavailable:
            return "The database cannot be reached."
        except (asyncpg.UndefinedTableError, asyncpg.InsufficientPrivilegeError, asyncpg.InvalidParameterValueError):
            return "The database has not been migrated. Run `onward migrate`."
        if revision != expected_revision:
            return (
                f"The database is at revision {revision}, this version needs {expected_revision}. Run `onward migrate`."
            )
        return None
