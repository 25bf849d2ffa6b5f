"""Many interactions at once: locked, read and written in a few statements, however many they are.

Every statement takes arrays of equal length, one entry a row. What one row is, `interactions.py` says.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from onward.domain import errors
from onward.domain.records import Customer, Event, Interaction, Workflow
from onward.store import events as store_events
from onward.store import merged, search_words
from onward.store.arrays import rows_of
from onward.store.columns import (
    CUSTOMER_TYPES,
    INTERACTION_TYPES,
    WORKFLOW_TYPES,
    interaction_from,
    named,
    selected,
)
from onward.store.events import Writing
from onward.store.interactions import FINISHED, MOVED, WORKING_ORDER, Finish
from onward.store.pages import or_else
from onward.store.transactions import Tx


class Place(msgspec.Struct, frozen=True):
    """An interaction that a bulk act is about, whose it is, and where it stands."""

    id: UUID
    customer_id: UUID


async def list_places(tx: Tx, tenant_id: UUID, interaction_ids: Sequence[UUID]) -> list[Place]:
    """Whose each of these interactions is: by customer, each customer's in working order. Unknown ones are left out."""
    rows = await tx.fetch(
        "SELECT i.id, i.customer_id FROM interactions i WHERE i.tenant_id = $1 AND i.id = ANY($2::uuid[]) "
        f"ORDER BY i.customer_id, {WORKING_ORDER}",
        tenant_id,
        list(interaction_ids),
    )
    return [Place(*row) for row in rows]


async def lock_customers(tx: Tx, tenant_id: UUID, customer_ids: Iterable[UUID]) -> None:
    """Lock customers in ascending id until the transaction ends; what depends on them is read after this.

    Those that are not there are passed over. For those that were merged into another customer meanwhile that one is
    locked, whose interactions are now theirs.
    """
    wanted = set(customer_ids)
    rows = await tx.fetch(
        "SELECT c.id FROM customers c WHERE c.tenant_id = $1 AND c.id = ANY($2::uuid[]) ORDER BY c.id "
        "FOR NO KEY UPDATE",
        tenant_id,
        sorted(wanted),
    )
    gone = wanted - {row[0] for row in rows}
    if gone and (survivor_ids := await merged.list_survivor_ids(tx, tenant_id, gone)):
        await lock_customers(tx, tenant_id, survivor_ids)


async def list_customers(tx: Tx, tenant_id: UUID, customer_ids: Iterable[UUID]) -> dict[UUID, Customer]:
    """By id; unknown ones are left out."""
    rows = await tx.fetch(
        f"SELECT {selected('c', CUSTOMER_TYPES)} FROM customers c WHERE c.tenant_id = $1 AND c.id = ANY($2::uuid[])",
        tenant_id,
        list(set(customer_ids)),
    )
    return {row[0]: Customer(*row) for row in rows}


async def list_interactions(tx: Tx, tenant_id: UUID, interaction_ids: Iterable[UUID]) -> dict[UUID, Interaction]:
    """By id; unknown ones are left out."""
    rows = await tx.fetch(
        f"SELECT {selected('i', INTERACTION_TYPES)} FROM interactions i "
        "WHERE i.tenant_id = $1 AND i.id = ANY($2::uuid[])",
        tenant_id,
        list(interaction_ids),
    )
    return {row[0]: interaction_from(row) for row in rows}


# Members are held, so that none of them leaves before the link is written.
_LINKABLE = {"members": " AND t.is_active ORDER BY t.id FOR KEY SHARE", "campaigns": ""}


async def list_linkable(tx: Tx, tenant_id: UUID, table: str, ids: Iterable[UUID]) -> set[UUID]:
    """Which of these an interaction may be linked to: active members, or campaigns.

    Customers are locked before members, never after.
    """
    wanted = list(set(ids))
    if not wanted:
        return set()
    rows = await tx.fetch(
        f"SELECT t.id FROM {table} t WHERE t.tenant_id = $1 AND t.id = ANY($2::uuid[]){_LINKABLE[table]}",
        tenant_id,
        wanted,
    )
    return {row[0] for row in rows}


_WORD = """
INSERT INTO search_words (tenant_id, word, id)
SELECT $1, n.word, n.id FROM unnest($2::text[], $3::uuid[]) AS n(word, id)
"""
_LEARN = """
INSERT INTO outcomes (tenant_id, key, kind)
SELECT $1, n.key, 'neutral' FROM unnest($2::text[]) AS n(key) ON CONFLICT DO NOTHING
"""
_TALK = """
UPDATE conversations AS v SET status = n.status, version = v.version + 1, updated_at = $4
FROM unnest($2::uuid[], $3::text[]) AS n(id, status)
WHERE v.tenant_id = $1 AND v.id = n.id
"""


async def finish_interactions(
    tx: Tx, tenant_id: UUID, finishes: Sequence[Finish], writing: Writing, events: list[Event]
) -> None:
    """Complete, skip or cancel several interactions, at most one of each customer: what `finish_interaction` writes,
    for all of them. The customers must be locked.

    Raises Unavailable when one of them is no longer open.
    """
    done = [finish.finished for finish in finishes]
    rows = rows_of(done, {"id": "uuid", **FINISHED}, 2)
    written = await tx.execute(
        f"UPDATE interactions AS i SET {rows.assigned(FINISHED)} FROM {rows.source} "
        # Not the statuses that are open: an index of the open ones would be gone through anew for each row, where
        # PostgreSQL believes that few are.
        "WHERE i.tenant_id = $1 AND i.id = n.id AND i.status <> ALL('{completed,cancelled,skipped}'::text[])",
        tenant_id,
        *rows.args,
    )
    if written != len(done):
        raise errors.Unavailable("Somebody finished one of these interactions at the same moment. Try again.")
    await _write_workflows(tx, tenant_id, finishes)
    made = [(finish.successor, finish.successor_words) for finish in finishes if finish.successor is not None]
    await insert_interactions(tx, tenant_id, made, writing, events)
    learnt = {finish.new_outcome for finish in finishes if finish.new_outcome is not None}
    if learnt:
        await tx.execute(_LEARN, tenant_id, sorted(learnt))
    talked = {one.finished.conversation_id: one.conversation_status for one in finishes if one.conversation_status}
    if talked:
        await tx.execute(_TALK, tenant_id, list(talked), list(talked.values()), writing.at)


async def _write_workflows(tx: Tx, tenant_id: UUID, finishes: Sequence[Finish]) -> None:
    """Runs end before their template may start again."""
    moved: list[Workflow] = [finish.moved for finish in finishes if finish.moved is not None]
    if moved:
        rows = rows_of(moved, MOVED, 2)
        await tx.execute(
            f"UPDATE workflows AS w SET {rows.assigned(list(MOVED)[1:])} FROM {rows.source} "
            "WHERE w.tenant_id = $1 AND w.id = n.id",
            tenant_id,
            *rows.args,
        )
    await insert_workflows(tx, tenant_id, [finish.started for finish in finishes if finish.started is not None])


async def insert_workflows(tx: Tx, tenant_id: UUID, started: Sequence[Workflow]) -> None:
    """Insert runs that begin. The customers must be locked. Raises Conflict when a template runs for one already."""
    if started:
        rows = rows_of(started, WORKFLOW_TYPES, 2)
        await tx.execute(
            f"INSERT INTO workflows (tenant_id, {named(WORKFLOW_TYPES)}) SELECT $1, {rows.columns} FROM {rows.source}",
            tenant_id,
            *rows.args,
        )


async def insert_interactions(
    tx: Tx, tenant_id: UUID, made: Sequence[tuple[Interaction, list[str]]], writing: Writing, events: list[Event]
) -> None:
    """Insert interactions with the words by which each is found, and write the events. The customers must be
    locked."""
    if made:
        rows = rows_of([one for one, _ in made], INTERACTION_TYPES, 2)
        await tx.execute(
            f"INSERT INTO interactions (tenant_id, {named(INTERACTION_TYPES)}) "
            f"SELECT $1, {rows.columns} FROM {rows.source}",
            tenant_id,
            *rows.args,
        )
        found = [(word, one.id) for one, words in made for word in words]
        await tx.execute(_WORD, tenant_id, [word for word, _ in found], [owner for _, owner in found])
    await store_events.insert_events(tx, tenant_id, writing, events)


_PLANNED = {
    column: INTERACTION_TYPES[column]
    for column in (
        "scheduled_at",
        "scheduled_all_day",
        "due_at",
        "due_all_day",
        "assignee_id",
        "first_scheduled_at",
        "first_due_at",
        "reschedule_count",
        "version",
        "updated_at",
    )
}


async def update_plans(
    tx: Tx, tenant_id: UUID, changed: Sequence[Interaction], writing: Writing, events: list[Event]
) -> None:
    """Write dates and assignees of interactions that are one version further than their rows. The customers must be
    locked.

    Raises Stale when a row has moved on.
    """
    if not changed:
        return
    rows = rows_of(changed, {"id": "uuid", **_PLANNED}, 2)
    written = await tx.execute(
        f"UPDATE interactions AS i SET {rows.assigned(_PLANNED)} FROM {rows.source} "
        f"WHERE i.tenant_id = $1 AND i.id = n.id AND i.version = {rows.column['version']} - 1",
        tenant_id,
        *rows.args,
    )
    if written != len(changed):
        raise errors.Stale("Somebody changed one of these interactions at the same moment. Try again.")
    await store_events.insert_events(tx, tenant_id, writing, events)


async def delete_interactions(
    tx: Tx, tenant_id: UUID, ids: Sequence[UUID], writing: Writing, events: list[Event]
) -> None:
    """Remove interactions that are taken back, words included. The customers must be locked."""
    await search_words.delete_of_titles(tx, tenant_id, ids)
    await tx.execute("DELETE FROM interactions WHERE tenant_id = $1 AND id = ANY($2::uuid[])", tenant_id, list(ids))
    await store_events.insert_events(tx, tenant_id, writing, events)


def _between(column: str) -> str:
    """In words that row-level security trusts, so that the index by this column leads to the rows."""
    planned = or_else(f"i.{column}", "'infinity'::timestamptz")
    return f"{planned} >= $2 AND {planned} < $3"


_OPEN = "i.status IN ('pending', 'in_progress')"
_LOAD = f"""
SELECT i.assignee_id, i.scheduled_at, count(*) FROM interactions i
WHERE i.tenant_id = $1 AND {_OPEN} AND {_between("scheduled_at")} AND i.id <> ALL($4::uuid[])
GROUP BY 1, 2
UNION ALL
SELECT i.assignee_id, i.due_at, count(*) FROM interactions i
WHERE i.tenant_id = $1 AND {_OPEN} AND i.scheduled_at IS NULL AND {_between("due_at")} AND i.id <> ALL($4::uuid[])
GROUP BY 1, 2
"""


async def list_load(
    tx: Tx, tenant_id: UUID, begins_at: datetime, ends_at: datetime, without: Sequence[UUID]
) -> list[tuple[UUID | None, datetime, int]]:
    """How many open interactions are planned (or, without a plan, due) in a span, but for some: by assignee and
    moment."""
    rows: list[Any] = await tx.fetch(_LOAD, tenant_id, begins_at, ends_at, list(without))
    return [(row[0], row[1], row[2]) for row in rows]
