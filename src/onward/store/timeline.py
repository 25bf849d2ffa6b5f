"""A customer's history in one order: every source's entries by their moment, a page of them in one statement.

A further source is one more `_Source`: where its rows are found, when each happened, who did it, and its columns.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from onward.domain.conversation_records import Message
from onward.domain.records import Interaction, Note
from onward.store.columns import INTERACTION_TYPES, NOTE_TYPES, selected
from onward.store.messages import COLUMNS as MESSAGE_COLUMNS
from onward.store.pages import Keyset, Order, after_key, order_by
from onward.store.transactions import Tx

ORDERS: dict[str, Order] = {"at": Order("u.at", "timestamptz")}
TOLD = frozenset({"workflow", "customer", "conversation"})
"""What events are told of; interactions, notes and messages stand in the timeline themselves."""


class Told(Struct, frozen=True):
    """An event as the timeline shows it."""

    id: UUID
    kind: str
    workflow_id: UUID | None
    old: dict[str, Any] | None
    new: dict[str, Any] | None
    actor_kind: str
    actor_id: UUID


class Entry(Struct, frozen=True):
    at: datetime
    id: UUID
    record: Interaction | Note | Message | Told


class TimelineFilter(Struct, frozen=True):
    """Empty lists match all. `kinds`: `interaction`, `note`, `message` and those of TOLD; `types` are of interactions,
    and let nothing else through; `member_ids`: whoever did it, or is to do it."""

    kinds: list[str] = []
    types: list[str] = []
    member_ids: list[UUID] = []


class _Source(Struct, frozen=True):
    """`found` selects a customer's rows ($2) of the alias, `at` and `member` are expressions over one of them."""

    name: str
    alias: str
    table: str
    found: str
    at: str
    member: str
    columns: str
    width: int
    record: Callable[..., Any]


_INTERACTIONS = _Source(
    name="interaction",
    alias="i",
    table="interactions",
    found="i.customer_id = $2",
    at="CASE WHEN i.closed_at IS NOT NULL THEN i.closed_at WHEN i.scheduled_at IS NOT NULL THEN i.scheduled_at "
    "WHEN i.due_at IS NOT NULL THEN i.due_at ELSE i.created_at END",
    member="CASE WHEN i.completed_by IS NOT NULL THEN i.completed_by ELSE i.assignee_id END",
    columns=selected("i", INTERACTION_TYPES).replace("i.next_step", "NULL::jsonb"),
    width=len(INTERACTION_TYPES),
    record=Interaction,
)
_NOTES = _Source(
    name="note",
    alias="n",
    table="customer_notes",
    found="n.customer_id = $2",
    at="n.created_at",
    member="n.author_id",
    columns=selected("n", NOTE_TYPES),
    width=len(NOTE_TYPES),
    record=Note,
)
_MESSAGES = _Source(
    name="message",
    alias="m",
    table="conversation_messages",
    found="m.conversation_id = ANY(ARRAY(SELECT v.id FROM conversations v "
    "WHERE v.tenant_id = $1 AND v.customer_id = $2))",
    at="m.sent_at",
    member="m.author_id",
    columns=", ".join(f"m.{column}" for column in MESSAGE_COLUMNS),
    width=len(MESSAGE_COLUMNS),
    record=Message,
)
# What was told of a customer before it was merged into this one is this one's history too.
_EVENTS = _Source(
    name="event",
    alias="e",
    table="events",
    found="e.customer_id = ANY(ARRAY(SELECT $2::uuid UNION ALL SELECT d.id FROM merged_customers d "
    "WHERE d.tenant_id = $1 AND d.customer_id = $2)) AND e.kind NOT LIKE 'customer.note%' "
    "AND e.kind NOT LIKE 'conversation.message%' "
    "AND split_part(e.kind, '.', 1) = ANY({told}::text[])",
    at="e.at",
    member="e.actor_id",
    columns="e.id, e.kind, e.workflow_id, e.old, e.new, e.actor_kind, e.actor_id",
    width=7,
    record=Told,
)
_NOTHING = "SELECT NULL::text AS source, NULL::timestamptz AS at, NULL::uuid AS id WHERE false"
_SOURCES = (_INTERACTIONS, _NOTES, _MESSAGES, _EVENTS)


async def list_entries(
    tx: Tx, tenant_id: UUID, customer_id: UUID, wanted: TimelineFilter, keyset: Keyset, limit: int
) -> list[Entry] | None:
    """Up to `limit` entries after the keyset's position, in its order; None for an unknown customer."""
    args: list[object] = [tenant_id, customer_id]
    parts = [_part(source, wanted, args) for source in _SOURCES if _is_wanted(source, wanted)] or [_NOTHING]
    order = order_by(ORDERS["at"], "u.id", keyset)
    where = " AND ".join(["true", *after_key(ORDERS["at"], "u.id", keyset, args)])
    page = f"SELECT u.* FROM ({' UNION ALL '.join(parts)}) AS u WHERE {where} ORDER BY {order} LIMIT {int(limit)}"
    joins = " ".join(
        f"LEFT JOIN {source.table} {source.alias} ON {source.alias}.tenant_id = $1 AND {source.alias}.id = t.id "
        f"AND t.source = '{source.name}'"
        for source in _SOURCES
    )
    sql = (
        f"SELECT t.source, t.at, t.id, {', '.join(source.columns for source in _SOURCES)} "
        f"FROM customers c LEFT JOIN LATERAL ({page}) AS t ON true {joins} "
        f"WHERE c.tenant_id = $1 AND c.id = $2 ORDER BY {order.replace('u.', 't.')}"
    )
    rows = await tx.fetch(sql, *args)
    if not rows:
        return None
    return [_entry(row) for row in rows if row[0] is not None]


def _is_wanted(source: _Source, wanted: TimelineFilter) -> bool:
    if wanted.types and source is not _INTERACTIONS:
        return False
    if not wanted.kinds:
        return True
    return bool(TOLD & set(wanted.kinds)) if source is _EVENTS else source.name in wanted.kinds


def _part(source: _Source, wanted: TimelineFilter, args: list[object]) -> str:
    alias = source.alias
    found = source.found
    if source is _EVENTS:
        args.append(sorted(TOLD & set(wanted.kinds or TOLD)))
        found = found.replace("{told}", f"${len(args)}")
    clauses = [f"{alias}.tenant_id = $1", found]
    if wanted.types:
        args.append(wanted.types)
        clauses.append(f"{alias}.type = ANY(${len(args)}::text[])")
    if wanted.member_ids:
        args.append(wanted.member_ids)
        clauses.append(f"{source.member} = ANY(${len(args)}::uuid[])")
    where = " AND ".join(clauses)
    return f"SELECT '{source.name}' AS source, {source.at} AS at, {alias}.id FROM {source.table} {alias} WHERE {where}"


def _entry(row: Any) -> Entry:
    first = 3
    for source in _SOURCES:
        if row[0] == source.name:
            return Entry(row[1], row[2], source.record(*row[first : first + source.width]))
        first += source.width
    raise LookupError(row[0])
