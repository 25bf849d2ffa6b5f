"""Imports, the parts of their files, and what became of their lines. An import's row is locked after its job's."""

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from onward.domain import errors
from onward.domain.imports import PART_BYTES, Import, LineOutcome, LineResult
from onward.domain.jobs import UNFINISHED
from onward.store.arrays import rows_of
from onward.store.columns import assignments, named, placeholders, selected
from onward.store.pages import Keyset, Order, after_key, order_by
from onward.store.transactions import Snapshot, Tx

IMPORT_TYPES: dict[str, str] = {
    "id": "uuid",
    "kind": "text",
    "file_name": "text",
    "size_bytes": "bigint",
    "digest": "bytea",
    "lines": "integer",
    "found_encoding": "text",
    "mark_bytes": "integer",
    "layout": "jsonb",
    "samples": "jsonb",
    "mapping": "jsonb",
    "options": "jsonb",
    "stage": "text",
    "job_id": "uuid",
    "run_job_id": "uuid",
    "created_by": "uuid",
    "version": "integer",
    "created_at": "timestamptz",
    "updated_at": "timestamptz",
}
_CHANGING = ("layout", "samples", "mapping", "options", "stage", "job_id", "run_job_id", "version", "updated_at")
_SELECT = f"SELECT {selected('m', IMPORT_TYPES)} FROM imports m WHERE m.tenant_id = $1"
_MISSING = "There is no import with this id."
ORDERS: dict[str, Order] = {"created_at": Order("m.created_at", "timestamptz")}


def _import(row: Any) -> Import:
    return msgspec.convert(dict(zip(IMPORT_TYPES, row, strict=True)), Import)


async def lock_import(tx: Tx, tenant_id: UUID, import_id: UUID) -> None:
    """Until the transaction ends nobody else changes, begins or removes this import. Raises NotFound."""
    locked = await tx.fetchrow(
        "SELECT m.id FROM imports m WHERE m.tenant_id = $1 AND m.id = $2 FOR NO KEY UPDATE", tenant_id, import_id
    )
    if locked is None:
        raise errors.NotFound(_MISSING)


async def lock_imports(tx: Tx, tenant_id: UUID) -> None:
    """All of a tenant. To be locked before customers are."""
    await tx.execute("SELECT FROM imports m WHERE m.tenant_id = $1 ORDER BY m.id FOR NO KEY UPDATE", tenant_id)


async def is_any_at_work(tx: Tx, tenant_id: UUID) -> bool:
    sql = (
        "SELECT FROM imports m JOIN jobs j ON j.tenant_id = m.tenant_id AND j.id = m.job_id "
        "WHERE m.tenant_id = $1 AND j.status = ANY($2::text[]) LIMIT 1"
    )
    return await tx.fetchrow(sql, tenant_id, sorted(UNFINISHED)) is not None


async def get_import(tx: Tx, tenant_id: UUID, import_id: UUID) -> Import:
    """Raises NotFound."""
    row = await tx.fetchrow(f"{_SELECT} AND m.id = $2", tenant_id, import_id)
    if row is None:
        raise errors.NotFound(_MISSING)
    return _import(row)


async def list_imports(tx: Tx, tenant_id: UUID, keyset: Keyset, limit: int) -> list[Import]:
    """Up to `limit` imports after the keyset's position."""
    args: list[object] = [tenant_id]
    sql = " AND ".join([_SELECT, *after_key(ORDERS[keyset.sort], "m.id", keyset, args)])
    order = order_by(ORDERS[keyset.sort], "m.id", keyset)
    return [_import(row) for row in await tx.fetch(f"{sql} ORDER BY {order} LIMIT {int(limit)}", *args)]


async def find_mapping(tx: Tx, tenant_id: UUID, kind: str, columns: list[str]) -> list[str | None] | None:
    """How a file of the same heading was read when it was last run."""
    found: list[str | None] | None = await tx.fetchval(
        "SELECT m.mapping FROM imports m WHERE m.tenant_id = $1 AND m.kind = $2 AND m.run_job_id IS NOT NULL "
        "AND m.layout -> 'columns' = $3::jsonb ORDER BY m.created_at DESC, m.id DESC LIMIT 1",
        tenant_id,
        kind,
        columns,
    )
    return found


async def find_earlier(tx: Tx, tenant_id: UUID, of: Import) -> datetime | None:
    """When the very same file was last run in another import."""
    at: datetime | None = await tx.fetchval(
        "SELECT m.created_at FROM imports m WHERE m.tenant_id = $1 AND m.kind = $2 AND m.digest = $3 AND m.id <> $4 "
        "AND m.stage = 'run' ORDER BY m.created_at DESC LIMIT 1",
        tenant_id,
        of.kind,
        of.digest,
        of.id,
    )
    return at


async def insert_import(tx: Tx, tenant_id: UUID, of: Import, parts: Iterable[bytes]) -> None:
    """Store an upload and its file, part by part."""
    await tx.execute(
        f"INSERT INTO imports (tenant_id, {named(IMPORT_TYPES)}) VALUES ($1, {placeholders(IMPORT_TYPES, 2)})",
        tenant_id,
        *(getattr(of, column) for column in IMPORT_TYPES),
    )
    for number, content in enumerate(parts):
        await tx.execute(
            "INSERT INTO import_parts (tenant_id, import_id, number, content) VALUES ($1, $2, $3, $4)",
            tenant_id,
            of.id,
            number,
            content,
        )


async def update_import(tx: Tx, tenant_id: UUID, of: Import) -> None:
    """The import must be locked."""
    await tx.execute(
        f"UPDATE imports SET {assignments(IMPORT_TYPES, _CHANGING, 3)} WHERE tenant_id = $1 AND id = $2",
        tenant_id,
        of.id,
        *(getattr(of, column) for column in _CHANGING),
    )


async def read_parts(tx: Tx, tenant_id: UUID, import_id: UUID, from_byte: int) -> AsyncIterator[bytes]:
    """The file from a byte on, one part in memory at a time."""
    number, skipped = divmod(from_byte, PART_BYTES)
    sql = "SELECT p.content FROM import_parts p WHERE p.tenant_id = $1 AND p.import_id = $2 AND p.number = $3"
    while (content := await tx.fetchval(sql, tenant_id, import_id, number)) is not None:
        yield content[skipped:]
        number, skipped = number + 1, 0


_LINE_TYPES: dict[str, str] = {
    "line": "integer",
    "result": "text",
    "reason": "text",
    "subject_id": "uuid",
    "version": "integer",
    "old": "jsonb",
}
_INSERT_LINE = f"""
INSERT INTO import_lines (tenant_id, import_id, {named(_LINE_TYPES)}, cells)
VALUES ($1, $2, {placeholders(_LINE_TYPES, 3)}, $9::text[])
"""


async def insert_lines(tx: Tx, tenant_id: UUID, import_id: UUID, outcomes: Sequence[LineOutcome]) -> None:
    plain = [outcome for outcome in outcomes if outcome.cells is None]
    if plain:
        source = rows_of(plain, _LINE_TYPES, 3)
        await tx.execute(
            f"INSERT INTO import_lines (tenant_id, import_id, {named(_LINE_TYPES)}) "
            f"SELECT $1, $2, {source.columns} FROM {source.source}",
            tenant_id,
            import_id,
            *source.args,
        )
    rows = [
        (tenant_id, import_id, *(getattr(outcome, column) for column in _LINE_TYPES), outcome.cells)
        for outcome in outcomes
        if outcome.cells is not None
    ]
    if rows:
        await tx.executemany(_INSERT_LINE, rows)


async def list_lines(
    tx: Tx, tenant_id: UUID, import_id: UUID, results: list[LineResult], after_line: int, limit: int
) -> list[LineOutcome]:
    """Up to `limit` lines of these results after one, without their cells."""
    rows = await tx.fetch(
        f"SELECT {selected('l', _LINE_TYPES)} FROM import_lines l WHERE l.tenant_id = $1 AND l.import_id = $2 "
        f"AND l.line > $3 AND l.result = ANY($4::text[]) ORDER BY l.line LIMIT {int(limit)}",
        tenant_id,
        import_id,
        after_line,
        results,
    )
    return [LineOutcome(*row) for row in rows]


async def list_written(
    tx: Tx, tenant_id: UUID, import_id: UUID, before_line: int | None, limit: int
) -> list[LineOutcome]:
    """Up to `limit` lines of which rows came, the last ones before a line first."""
    rows = await tx.fetch(
        f"SELECT {selected('l', _LINE_TYPES)} FROM import_lines l WHERE l.tenant_id = $1 AND l.import_id = $2 "
        f"AND l.line < $3 AND l.result IN ('created', 'updated') AND l.version IS NOT NULL "
        f"ORDER BY l.line DESC LIMIT {int(limit)}",
        tenant_id,
        import_id,
        _AFTER_ALL if before_line is None else before_line,
    )
    return [LineOutcome(*row) for row in rows]


_AFTER_ALL = 2**31 - 1


async def list_restored(tx: Tx, tenant_id: UUID, import_id: UUID, subject_ids: list[UUID]) -> dict[UUID, int]:
    """The versions that taking back has left customers at."""
    rows = await tx.fetch(
        "SELECT l.subject_id, max(l.version) FROM import_lines l WHERE l.tenant_id = $1 AND l.import_id = $2 "
        "AND l.subject_id = ANY($3::uuid[]) AND l.old IS NOT NULL AND l.result = 'restored' GROUP BY l.subject_id",
        tenant_id,
        import_id,
        subject_ids,
    )
    return {row[0]: row[1] for row in rows}


async def stream_lines(
    tx: Snapshot, tenant_id: UUID, import_id: UUID, results: list[str]
) -> AsyncIterator[tuple[int, str, str, list[str]]]:
    """Line, result, reason and cells of all lines of these results."""
    rows = tx.stream(
        "SELECT l.line, l.result, coalesce(l.reason, ''), coalesce(l.cells, '{}') FROM import_lines l "
        "WHERE l.tenant_id = $1 AND l.import_id = $2 AND l.result = ANY($3::text[]) ORDER BY l.line",
        tenant_id,
        import_id,
        results,
    )
    async for line, result, reason, cells in rows:
        yield line, result, reason, cells


async def update_lines(tx: Tx, tenant_id: UUID, import_id: UUID, outcomes: Sequence[LineOutcome]) -> None:
    """What became of lines when the import was undone."""
    await tx.execute(
        "UPDATE import_lines AS l SET result = u.result, reason = u.reason, version = u.version "
        "FROM unnest($3::integer[], $4::text[], $5::text[], $6::integer[]) AS u(line, result, reason, version) "
        "WHERE l.tenant_id = $1 AND l.import_id = $2 AND l.line = u.line",
        tenant_id,
        import_id,
        [outcome.line for outcome in outcomes],
        [outcome.result for outcome in outcomes],
        [outcome.reason for outcome in outcomes],
        [outcome.version for outcome in outcomes],
    )


async def delete_lines(tx: Tx, tenant_id: UUID, import_id: UUID) -> None:
    await tx.execute("DELETE FROM import_lines WHERE tenant_id = $1 AND import_id = $2", tenant_id, import_id)


async def delete_parts(tx: Tx, tenant_id: UUID, import_id: UUID) -> None:
    """The file itself, once nothing more is read from it."""
    await tx.execute("DELETE FROM import_parts WHERE tenant_id = $1 AND import_id = $2", tenant_id, import_id)


async def delete_import(tx: Tx, tenant_id: UUID, import_id: UUID) -> None:
    """Remove an import with its file and lines. It must be locked."""
    for table in ("import_lines", "import_parts"):
        await tx.execute(f"DELETE FROM {table} WHERE tenant_id = $1 AND import_id = $2", tenant_id, import_id)
    await tx.execute("DELETE FROM imports WHERE tenant_id = $1 AND id = $2", tenant_id, import_id)


_WAITING = "SELECT m.id FROM imports m WHERE m.tenant_id = $1 AND m.stage IN ('uploaded', 'check')"
_FORGET = (
    f"DELETE FROM import_lines WHERE tenant_id = $1 AND import_id IN ({_WAITING})",
    "DELETE FROM import_parts WHERE tenant_id = $1",
    "DELETE FROM imports WHERE tenant_id = $1 AND stage IN ('uploaded', 'check')",
    "UPDATE imports SET samples = '[]', version = version + 1 WHERE tenant_id = $1 AND samples <> '[]'",
)


async def forget_files(tx: Tx, tenant_id: UUID) -> None:
    """Files that wait go with their imports; of those that were run, what of their files is still there. None may be
    at work, and all must be locked."""
    for statement in _FORGET:
        await tx.execute(statement, tenant_id)


async def list_old(tx: Tx, tenant_id: UUID, created_before: datetime, limit: int) -> list[UUID]:
    """Some of the imports from before a moment, locked; those that somebody holds are passed over."""
    rows = await tx.fetch(
        f"SELECT m.id FROM imports m WHERE m.tenant_id = $1 AND m.created_at < $2 ORDER BY m.created_at "
        f"LIMIT {int(limit)} FOR UPDATE SKIP LOCKED",
        tenant_id,
        created_before,
    )
    return [row[0] for row in rows]
