"""Jobs and their items. A job's row is locked by whoever works on it, before any customer's."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from onward.domain import errors
from onward.domain.jobs import Job, JobItem
from onward.store.arrays import rows_of
from onward.store.columns import named, placeholders, selected
from onward.store.pages import Keyset, Order, after_key, order_by
from onward.store.transactions import Tx

JOB_TYPES: dict[str, str] = {
    "id": "uuid",
    "kind": "text",
    "status": "text",
    "parameters": "jsonb",
    "progress": "jsonb",
    "total": "integer",
    "done": "integer",
    "unchanged": "integer",
    "failed": "integer",
    "problem": "text",
    "undo_of": "uuid",
    "undone_by": "uuid",
    "actor": "jsonb",
    "request_id": "text",
    "attempts": "integer",
    "created_at": "timestamptz",
    "started_at": "timestamptz",
    "ended_at": "timestamptz",
}
ITEM_TYPES: dict[str, str] = {
    "number": "integer",
    "turn": "integer",
    "interaction_id": "uuid",
    "customer_id": "uuid",
    "status": "text",
    "code": "text",
    "why": "text",
    "wanted": "jsonb",
    "before": "jsonb",
    "version": "integer",
    "answer": "jsonb",
}
ORDERS: dict[str, Order] = {"created_at": Order("j.created_at", "timestamptz")}
ITEM_ORDERS: dict[str, Order] = {"number": Order("x.number", "integer")}

_SELECT = f"SELECT {selected('j', JOB_TYPES)} FROM jobs j WHERE j.tenant_id = $1"
_SELECT_ITEM = f"SELECT {selected('x', ITEM_TYPES)} FROM job_items x WHERE x.tenant_id = $1 AND x.job_id = $2"


def _job_from(row: Any) -> Job:
    return msgspec.convert(dict(zip(JOB_TYPES, row, strict=True)), Job)


def _item_from(row: Any) -> JobItem:
    return msgspec.convert(dict(zip(ITEM_TYPES, row, strict=True)), JobItem)


async def lock_job(tx: Tx, tenant_id: UUID, job_id: UUID) -> None:
    """Until the transaction ends nobody else works on this job, cancels it or undoes it. Raises NotFound."""
    locked = await tx.fetchrow(
        "SELECT j.id FROM jobs j WHERE j.tenant_id = $1 AND j.id = $2 FOR NO KEY UPDATE", tenant_id, job_id
    )
    if locked is None:
        raise errors.NotFound("There is no job with this id.")


async def find_job(tx: Tx, tenant_id: UUID, job_id: UUID) -> Job | None:
    row = await tx.fetchrow(f"{_SELECT} AND j.id = $2", tenant_id, job_id)
    return None if row is None else _job_from(row)


async def get_job(tx: Tx, tenant_id: UUID, job_id: UUID) -> Job:
    """Raises NotFound."""
    row = await tx.fetchrow(f"{_SELECT} AND j.id = $2", tenant_id, job_id)
    if row is None:
        raise errors.NotFound("There is no job with this id.")
    return _job_from(row)


async def list_jobs(
    tx: Tx, tenant_id: UUID, kinds: list[str], statuses: list[str], keyset: Keyset, limit: int
) -> list[Job]:
    """Up to `limit` jobs after the keyset's position; empty lists let all through."""
    args: list[object] = [tenant_id]
    clauses: list[str] = []
    for name, values in {"kind": kinds, "status": statuses}.items():
        if values:
            args.append(values)
            clauses.append(f"j.{name} = ANY(${len(args)}::text[])")
    clauses += after_key(ORDERS[keyset.sort], "j.id", keyset, args)
    order = order_by(ORDERS[keyset.sort], "j.id", keyset)
    sql = " AND ".join([_SELECT, *clauses])
    return [_job_from(row) for row in await tx.fetch(f"{sql} ORDER BY {order} LIMIT {int(limit)}", *args)]


async def insert_job(tx: Tx, tenant_id: UUID, job: Job) -> None:
    await tx.execute(
        f"INSERT INTO jobs (tenant_id, {named(JOB_TYPES)}) VALUES ($1, {placeholders(JOB_TYPES, 2)})",
        tenant_id,
        *msgspec.structs.astuple(job),
    )


async def update_job(tx: Tx, tenant_id: UUID, job: Job) -> None:
    """Write how far a job is; what it is to do never changes. The job must be locked."""
    await tx.execute(
        """
        UPDATE jobs
        SET status = $3, progress = $4, total = $5, done = $6, unchanged = $7, failed = $8, problem = $9,
            undone_by = $10, attempts = $11, started_at = $12, ended_at = $13
        WHERE tenant_id = $1 AND id = $2
        """,
        tenant_id,
        job.id,
        job.status,
        job.progress,
        job.total,
        job.done,
        job.unchanged,
        job.failed,
        job.problem,
        job.undone_by,
        job.attempts,
        job.started_at,
        job.ended_at,
    )


async def list_unfinished(tx: Tx, tenant_id: UUID) -> list[UUID]:
    """The jobs that are queued or running, oldest first. Locks nothing."""
    rows = await tx.fetch(
        "SELECT j.id FROM jobs j WHERE j.tenant_id = $1 AND j.status IN ('queued', 'running') "
        "ORDER BY j.created_at, j.id",
        tenant_id,
    )
    return [row[0] for row in rows]


async def find_unfinished(tx: Tx, tenant_id: UUID, kind: str) -> UUID | None:
    """A job of a kind that is queued or running. Locks nothing."""
    found: UUID | None = await tx.fetchval(
        "SELECT j.id FROM jobs j WHERE j.tenant_id = $1 AND j.kind = $2 AND j.status IN ('queued', 'running') LIMIT 1",
        tenant_id,
        kind,
    )
    return found


async def list_items(
    tx: Tx, tenant_id: UUID, job_id: UUID, statuses: list[str], keyset: Keyset, limit: int
) -> list[JobItem]:
    """Up to `limit` items after the keyset's position; an empty list of statuses lets all through."""
    args: list[object] = [tenant_id, job_id]
    clauses: list[str] = []
    if statuses:
        args.append(statuses)
        clauses.append("x.status = ANY($3::text[])")
    clauses += after_key(ITEM_ORDERS[keyset.sort], "x.job_id", keyset, args)
    order = order_by(ITEM_ORDERS[keyset.sort], "x.job_id", keyset)
    sql = " AND ".join([_SELECT_ITEM, *clauses])
    return [_item_from(row) for row in await tx.fetch(f"{sql} ORDER BY {order} LIMIT {int(limit)}", *args)]


async def list_waiting_items(tx: Tx, tenant_id: UUID, job_id: UUID, limit: int) -> list[JobItem]:
    """The next items in the order of the work. The job must be locked."""
    sql = f"{_SELECT_ITEM} AND x.status = 'waiting' ORDER BY x.turn LIMIT {int(limit)}"
    return [_item_from(row) for row in await tx.fetch(sql, tenant_id, job_id)]


async def list_waiting_items_of_customer(
    tx: Tx, tenant_id: UUID, job_id: UUID, customer_id: UUID, after_turn: int
) -> list[JobItem]:
    """The waiting items of one customer that come after a turn, in the order of the work."""
    sql = f"{_SELECT_ITEM} AND x.status = 'waiting' AND x.customer_id = $3 AND x.turn > $4 ORDER BY x.turn"
    return [_item_from(row) for row in await tx.fetch(sql, tenant_id, job_id, customer_id, after_turn)]


async def list_done_items(tx: Tx, tenant_id: UUID, job_id: UUID) -> list[JobItem]:
    """The items that were done, by number, without their answers, which take room."""
    columns = selected("x", ITEM_TYPES).replace("x.answer", "NULL::jsonb AS answer")
    rows = await tx.fetch(
        f"SELECT {columns} FROM job_items x WHERE x.tenant_id = $1 AND x.job_id = $2 AND x.status = 'done' "
        "ORDER BY x.number",
        tenant_id,
        job_id,
    )
    return [_item_from(row) for row in rows]


async def insert_items(tx: Tx, tenant_id: UUID, job_id: UUID, items: Sequence[JobItem]) -> None:
    rows = rows_of(items, ITEM_TYPES, 3)
    await tx.execute(
        f"INSERT INTO job_items (tenant_id, job_id, {named(ITEM_TYPES)}) SELECT $1, $2, {rows.columns} "
        f"FROM {rows.source}",
        tenant_id,
        job_id,
        *rows.args,
    )


_SETTLED = {
    column: ITEM_TYPES[column]
    for column in ("number", "status", "interaction_id", "code", "why", "before", "version", "answer")
}


async def settle_items(tx: Tx, tenant_id: UUID, job_id: UUID, items: Sequence[JobItem]) -> None:
    """Write what came of items that waited; what they wanted is no longer kept. The job must be locked.

    Raises Conflict when one of them is settled already.
    """
    if not items:
        return
    numbers = [each.number for each in items]
    rows = rows_of(items, _SETTLED, 5)
    written = await tx.execute(
        f"UPDATE job_items AS x SET wanted = NULL, {rows.assigned(list(_SETTLED)[1:])} FROM {rows.source} "
        # Not "= 'waiting'": the index of those that wait would be gone through anew for each item, where PostgreSQL
        # believes that few wait.
        # Items are taken in their order, so that between the first and the last lies little else; without these bounds
        # all items of the job would be read.
        "WHERE x.tenant_id = $1 AND x.job_id = $2 AND x.number = n.number AND x.number BETWEEN $3 AND $4 "
        "AND x.status <> ALL('{done,unchanged,failed,cancelled}'::text[])",
        tenant_id,
        job_id,
        min(numbers),
        max(numbers),
        *rows.args,
    )
    if written != len(items):
        raise errors.Conflict("Some of these items were settled at the same moment.")


async def cancel_waiting_items(tx: Tx, tenant_id: UUID, job_id: UUID) -> None:
    """The job must be locked."""
    await tx.execute(
        "UPDATE job_items SET status = 'cancelled', wanted = NULL "
        "WHERE tenant_id = $1 AND job_id = $2 AND status = 'waiting'",
        tenant_id,
        job_id,
    )


async def delete_old_jobs(tx: Tx, tenant_id: UUID, ended_before: datetime, limit: int) -> int:
    """Remove up to `limit` jobs that ended before a moment, with their items; how many."""
    rows = await tx.fetch(
        f"SELECT j.id FROM jobs j WHERE j.tenant_id = $1 AND j.ended_at < $2 ORDER BY j.created_at "
        f"LIMIT {int(limit)} FOR UPDATE SKIP LOCKED",
        tenant_id,
        ended_before,
    )
    ids = [row[0] for row in rows]
    await tx.execute("DELETE FROM job_items WHERE tenant_id = $1 AND job_id = ANY($2::uuid[])", tenant_id, ids)
    await tx.execute("DELETE FROM jobs WHERE tenant_id = $1 AND id = ANY($2::uuid[])", tenant_id, ids)
    return len(ids)
