"""The log of events, read in an order that loses none.

Commits arrive out of order: an event that was written first may be seen last. So no reader goes beyond the oldest
transaction that still writes to this database, and the log is ordered by `log_xid`, the newer of the event's own
transaction and the newest one that had ended when it was written. Whoever waited for another's lock wrote after the
other had ended, so the events of one customer stand in their order; among equal ones the place in the write-ahead log
decides.
"""

from datetime import datetime
from uuid import UUID

import msgspec

from onward.domain.event_log import BEGINNING, LoggedEvent, Position
from onward.store.transactions import Tx

_OLDEST_OF_SERVER = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
# A snapshot names the transactions of all databases of its server. Those of the others can't write here, but only one
# that is seen there counts as another's: what has ended since the snapshot can't be asked any more. The locks of a
# busy server are many, so they are looked at only where an event of the tenant is held back. A standby shows no locks
# of its primary's transactions. Functions only and no catalogs, for a cluster sends the whole statement to a worker.
_OLDEST_RUNNING = f"""
(
  SELECT CASE
    WHEN pg_is_in_recovery() OR NOT EXISTS (
      SELECT FROM events held WHERE held.tenant_id = $1 AND held.log_xid >= {_OLDEST_OF_SERVER}
    ) THEN {_OLDEST_OF_SERVER}
    ELSE (
      SELECT LEAST(
        min(running.xid::text::bigint),
        pg_current_xact_id_if_assigned()::text::bigint,
        pg_snapshot_xmax(pg_current_snapshot())::text::bigint
      )
      FROM pg_snapshot_xip(pg_current_snapshot()) AS running(xid)
      WHERE NOT EXISTS (
        SELECT FROM pg_locks l
        LEFT JOIN pg_stat_get_activity(NULL) a ON a.pid = l.pid
        LEFT JOIN pg_prepared_xact() p ON p.transaction = l.transactionid
        WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND l.transactionid = running.xid::xid
          AND COALESCE(a.datid, p.dbid) <> (SELECT datid FROM pg_stat_get_activity(pg_backend_pid()))
      )
    )
  END
)
"""
_COLUMNS = (
    "e.id, e.at, e.kind, e.customer_id, e.interaction_id, e.workflow_id, e.actor_kind, e.actor_id, e.request_id, "
    "e.old, e.new, e.log_xid, e.log_lsn"
)
_ORDER = "e.log_xid, e.log_lsn, e.id"
_PAGE = f"""
SELECT {_COLUMNS} FROM events e
WHERE e.tenant_id = $1 AND ({_ORDER}) > ($2::bigint, $3::bigint, $4::uuid)
  AND e.log_xid < GREATEST({_OLDEST_RUNNING}, $5::bigint + 1)
"""


class EventFilter(msgspec.Struct, frozen=True):
    """Empty fields let everything through; `since` and after."""

    kind: list[str] = []
    customer_id: UUID | None = None
    interaction_id: UUID | None = None
    since: datetime | None = None


EVERYTHING = EventFilter()

# Clocks differ and transactions take time, but never by that much: what stands before this place is older.
_SINCE = """
e.at >= ${0}::timestamptz AND e.log_xid >= CASE WHEN ({1}) IS NULL THEN 0 ELSE ({1}) END
"""
_OLDER = """
SELECT b.log_xid FROM events b
WHERE b.tenant_id = $1 AND b.at < ${}::timestamptz - interval '1 hour'
ORDER BY b.log_xid DESC, b.log_lsn DESC, b.id DESC LIMIT 1
"""
_CONDITIONS = {
    "kind": "e.kind = ANY(${}::text[])",
    "customer_id": "e.customer_id = ${}::uuid",
    "interaction_id": "e.interaction_id = ${}::uuid",
}


async def list_logged_events(
    tx: Tx, tenant_id: UUID, after: Position, wanted: EventFilter, limit: int, told: Position = BEGINNING
) -> list[LoggedEvent]:
    """Up to `limit` events after a place, in the order of the log, and none that another could still come before.

    `told`: a place that this log was read up to before, so that nothing can come before it any more. Without it a later
    reading may for a moment end earlier than the one before: what ended just now can't be told from a write of ours.
    """
    args: list[object] = [tenant_id, after.xid, after.lsn, after.id, told.xid]
    clauses = [_PAGE]
    for name, condition in _CONDITIONS.items():
        if value := getattr(wanted, name):
            args.append(value)
            clauses.append(condition.format(len(args)))
    if wanted.since is not None:
        args.append(wanted.since)
        clauses.append(_SINCE.format(len(args), _OLDER.format(len(args))))
    rows = await tx.fetch(f"{' AND '.join(clauses)} ORDER BY {_ORDER} LIMIT {int(limit)}", *args)
    return [LoggedEvent(*row) for row in rows]


async def find_position(tx: Tx, tenant_id: UUID, event_id: UUID) -> Position | None:
    """Where an event stands."""
    row = await tx.fetchrow(
        "SELECT e.log_xid, e.log_lsn, e.id FROM events e WHERE e.tenant_id = $1 AND e.id = $2", tenant_id, event_id
    )
    return None if row is None else Position(*row)


async def get_end(tx: Tx, tenant_id: UUID) -> Position:
    """The place of the last event that can be told now; the beginning when there is none."""
    row = await tx.fetchrow(
        f"""
        SELECT e.log_xid, e.log_lsn, e.id FROM events e
        WHERE e.tenant_id = $1 AND e.log_xid < {_OLDEST_RUNNING}
        ORDER BY e.log_xid DESC, e.log_lsn DESC, e.id DESC LIMIT 1
        """,
        tenant_id,
    )
    return BEGINNING if row is None else Position(*row)
