"""The audit log: appended to and read, never changed."""

from datetime import datetime
from uuid import UUID

import msgspec

from onward.domain.people import AuditEntry
from onward.store.pages import Keyset, Order, after_key, order_by
from onward.store.transactions import Tx

_COLUMNS = "id, at, act, actor_kind, actor_id, subject_id, address, request_id, details"
ORDERS: dict[str, Order] = {"at": Order("at", "timestamptz")}


class AuditFilter(msgspec.Struct, frozen=True):
    """Empty fields let everything through; `since` and after, before `until`."""

    act: list[str] = []
    actor_id: UUID | None = None
    subject_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


_CONDITIONS = {
    "act": "act = ANY(${}::text[])",
    "actor_id": "actor_id = ${}::uuid",
    "subject_id": "subject_id = ${}::uuid",
    "since": "at >= ${}::timestamptz",
    "until": "at < ${}::timestamptz",
}


async def insert_entry(tx: Tx, tenant_id: UUID, entry: AuditEntry) -> None:
    await tx.execute(
        f"INSERT INTO audit_log (tenant_id, {_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        tenant_id,
        *msgspec.structs.astuple(entry),
    )


async def list_entries(tx: Tx, tenant_id: UUID, wanted: AuditFilter, keyset: Keyset, limit: int) -> list[AuditEntry]:
    """Up to `limit` entries after the keyset's position, in its order."""
    args: list[object] = [tenant_id]
    clauses = ["tenant_id = $1"]
    for name, condition in _CONDITIONS.items():
        if value := getattr(wanted, name):
            args.append(value)
            clauses.append(condition.format(len(args)))
    clauses += after_key(ORDERS[keyset.sort], "id", keyset, args)
    order = order_by(ORDERS[keyset.sort], "id", keyset)
    sql = f"SELECT {_COLUMNS} FROM audit_log WHERE {' AND '.join(clauses)} ORDER BY {order} LIMIT {int(limit)}"
    return [AuditEntry(*row) for row in await tx.fetch(sql, *args)]
