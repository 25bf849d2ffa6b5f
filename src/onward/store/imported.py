"""Many customers or past interactions at once, as an import writes them: one statement each for rows and events,
whatever their number, as for their words in search_words.py."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct, structs

from onward.domain import search
from onward.domain.records import Customer, Event, Interaction, Workflow
from onward.store import search_words
from onward.store.arrays import rows_of
from onward.store.columns import CUSTOMER_TYPES, INTERACTION_TYPES, WORKFLOW_TYPES, named
from onward.store.events import Writing
from onward.store.search_words import Words
from onward.store.transactions import Tx


class Insertion(Struct, frozen=True):
    """Many rows on their way into a table. Making one needs no database, so that it can be done beside its work."""

    sql: str = ""
    args: Sequence[object] = ()


async def insert_customers(tx: Tx, tenant_id: UUID, new: Insertion) -> int:
    """How many were written; fewer when somebody took an external_id at the same moment. By their words, which
    `search_words.insert_words` is for, they are not found yet."""
    return await _insert_rows(tx, tenant_id, new)


async def insert_events(tx: Tx, tenant_id: UUID, new: Insertion) -> None:
    await _insert_rows(tx, tenant_id, new)


async def _insert_rows(tx: Tx, tenant_id: UUID, rows: Insertion) -> int:
    return await tx.execute(rows.sql, tenant_id, *rows.args) if rows.args else 0


def new_customers(customers: Sequence[Customer], words: Words) -> Insertion:
    if not customers:
        return Insertion()
    rows = rows_of(customers, CUSTOMER_TYPES, 2, {"words": words.texts})
    sql = f"INSERT INTO customers (tenant_id, {named(CUSTOMER_TYPES)}, words) SELECT $1, {rows.columns}"
    return Insertion(f"{sql} FROM {rows.source} ON CONFLICT DO NOTHING", rows.args)


async def insert_interactions(tx: Tx, tenant_id: UUID, interactions: Sequence[Interaction]) -> None:
    await _insert(tx, tenant_id, "interactions", INTERACTION_TYPES, interactions)


async def insert_workflows(tx: Tx, tenant_id: UUID, workflows: Sequence[Workflow]) -> None:
    await _insert(tx, tenant_id, "workflows", WORKFLOW_TYPES, workflows)


async def _insert(tx: Tx, tenant_id: UUID, table: str, types: Mapping[str, str], records: Sequence[Any]) -> None:
    if records:
        rows = rows_of(records, types, 2)
        sql = f"INSERT INTO {table} (tenant_id, {named(types)}) SELECT $1, {rows.columns} FROM {rows.source}"
        await tx.execute(sql, tenant_id, *rows.args)


_TOLD = {
    "id": "uuid",
    "kind": "text",
    "customer_id": "uuid",
    "interaction_id": "uuid",
    "workflow_id": "uuid",
    "old": "jsonb",
    "new": "jsonb",
}
_BY = {"at": "timestamptz", "actor_kind": "text", "actor_id": "uuid", "request_id": "text"}


class _Story(Struct, frozen=True):
    """An event with who wrote it, as one row."""

    id: UUID
    kind: str
    customer_id: UUID | None
    interaction_id: UUID | None
    workflow_id: UUID | None
    old: dict[str, Any] | None
    new: dict[str, Any] | None
    at: datetime
    actor_kind: str
    actor_id: UUID
    request_id: str


async def insert_story(tx: Tx, tenant_id: UUID, told: Sequence[tuple[Writing, Event]]) -> None:
    """Events of several people at several times, in their order."""
    stories = [
        (*structs.astuple(event), writing.at, writing.actor.kind, writing.actor.id, writing.request_id)
        for writing, event in told
    ]
    await _insert(tx, tenant_id, "events", {**_TOLD, **_BY}, [_Story(*story) for story in stories])


def new_events(writing: Writing, events: Sequence[Event]) -> Insertion:
    """Events of one moment, in their order."""
    if not events:
        return Insertion()
    rows = rows_of(events, _TOLD, 6)
    sql = (
        f"INSERT INTO events (tenant_id, {named(_BY)}, {named(_TOLD)}) "
        f"SELECT $1, $2::timestamptz, $3::text, $4::uuid, $5::text, {rows.columns} FROM {rows.source}"
    )
    by = (writing.at, writing.actor.kind, writing.actor.id, writing.request_id)
    return Insertion(sql, [*by, *rows.args])


_UPDATED = {
    column: kind for column, kind in CUSTOMER_TYPES.items() if column not in {"id", "status", "closed_at", "created_at"}
}


async def update_customers(tx: Tx, tenant_id: UUID, customers: Sequence[Customer]) -> None:
    """Write all plain fields, and what customers are found by. The customers must be locked. Raises Conflict for a
    taken external_id."""
    rows = rows_of(customers, {"id": "uuid", **_UPDATED}, 2)
    sql = f"UPDATE customers AS c SET {rows.assigned(_UPDATED)} FROM {rows.source}"
    await tx.execute(f"{sql} WHERE c.tenant_id = $1 AND c.id = n.id", tenant_id, *rows.args)
    await search_words.replace_of_customers(tx, tenant_id, search_words.of_customers(customers))


# Looked up one by one: the server, which has not counted a table that is being filled, takes it for small, and would
# rather read all of it than go to an index once for each.
_BY_EXTERNAL_ID = """
SELECT w.word, c.id FROM unnest($2::text[]) AS w(word)
CROSS JOIN LATERAL (
  SELECT c.id FROM customers c WHERE c.tenant_id = $1 AND c.external_id = w.word OFFSET 0
) AS c
"""
_BY_WORD = """
SELECT c.id, c.email FROM unnest($2::text[]) AS w(word)
CROSS JOIN LATERAL (
  SELECT sw.id FROM search_words sw WHERE sw.tenant_id = $1 AND sw.word = w.word COLLATE "C" OFFSET 0
) AS sw
CROSS JOIN LATERAL (
  SELECT c.id, c.email FROM customers c WHERE c.tenant_id = $1 AND c.id = sw.id OFFSET 0
) AS c
"""


async def find_ids_by_external_id(tx: Tx, tenant_id: UUID, external_ids: list[str]) -> dict[str, UUID]:
    rows = await tx.fetch(_BY_EXTERNAL_ID, tenant_id, external_ids)
    return {row[0]: row[1] for row in rows}


async def find_ids_by_email(tx: Tx, tenant_id: UUID, emails: set[str]) -> dict[str, list[UUID]]:
    """Customers by their e-mail address, which is folded as it is asked for; of no address when there are none."""
    words = sorted({search.OTHER + search.whole(email) for email in emails})
    by_email: dict[str, list[UUID]] = {}
    for customer_id, email in await tx.fetch(_BY_WORD, tenant_id, words) if words else ():
        folded = (email or "").casefold()
        if folded in emails:
            by_email.setdefault(folded, []).append(customer_id)
    return by_email


async def find_ids(tx: Tx, tenant_id: UUID, customer_ids: list[UUID]) -> set[UUID]:
    """Those of these customers that there are."""
    sql = "SELECT c.id FROM customers c WHERE c.tenant_id = $1 AND c.id = ANY($2::uuid[])"
    return {row[0] for row in await tx.fetch(sql, tenant_id, customer_ids)}


async def list_members(tx: Tx, tenant_id: UUID) -> list[tuple[UUID, str, str | None]]:
    """Id, name and e-mail address of the active members."""
    sql = (
        "SELECT m.id, m.name, m.email FROM members m WHERE m.tenant_id = $1 AND m.is_active ORDER BY m.created_at, m.id"
    )
    return [(row[0], row[1], row[2]) for row in await tx.fetch(sql, tenant_id)]
