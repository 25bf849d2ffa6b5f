"""Many customers or past interactions at once, as an import writes them: one statement each for rows, words and
events, whatever their number."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from onward.domain import search
from onward.domain.cells import SEPARATOR
from onward.domain.records import Customer, Event, Interaction, Workflow
from onward.store import events as store_events
from onward.store.columns import CUSTOMER_TYPES, INTERACTION_TYPES, WORKFLOW_TYPES, named
from onward.store.events import Writing
from onward.store.transactions import Tx


def _arrays(types: Mapping[str, str], first: int) -> str:
    """One array parameter a column; a list travels as one text."""
    kinds = ["text" if kind == "text[]" else kind for kind in types.values()]
    return ", ".join(f"${number}::{kind}[]" for number, kind in enumerate(kinds, first))


def _chosen(alias: str, types: Mapping[str, str]) -> str:
    return ", ".join(
        f"string_to_array({alias}.{column}, '{SEPARATOR}')" if kind == "text[]" else f"{alias}.{column}"
        for column, kind in types.items()
    )


def _values(types: Mapping[str, str], records: Sequence[Any]) -> list[list[Any]]:
    columns = [[getattr(record, column) for record in records] for column in types]
    return [
        [SEPARATOR.join(value) for value in column] if kind == "text[]" else column
        for column, kind in zip(columns, types.values(), strict=True)
    ]


_INSERT_CUSTOMERS = f"""
INSERT INTO customers (tenant_id, {named(CUSTOMER_TYPES)})
SELECT $1, {_chosen("u", CUSTOMER_TYPES)} FROM unnest({_arrays(CUSTOMER_TYPES, 2)}) AS u({named(CUSTOMER_TYPES)})
ON CONFLICT DO NOTHING
"""
_INSERT_INTERACTIONS = f"""
INSERT INTO interactions (tenant_id, {named(INTERACTION_TYPES)})
SELECT $1, {_chosen("u", INTERACTION_TYPES)}
FROM unnest({_arrays(INTERACTION_TYPES, 2)}) AS u({named(INTERACTION_TYPES)})
"""


async def insert_customers(tx: Tx, tenant_id: UUID, customers: Sequence[Customer]) -> int:
    """How many were written; fewer when somebody took an external_id at the same moment."""
    return await tx.execute(_INSERT_CUSTOMERS, tenant_id, *_values(CUSTOMER_TYPES, customers))


async def insert_interactions(tx: Tx, tenant_id: UUID, interactions: Sequence[Interaction]) -> None:
    await tx.execute(_INSERT_INTERACTIONS, tenant_id, *_values(INTERACTION_TYPES, interactions))


_INSERT_WORKFLOWS = f"""
INSERT INTO workflows (tenant_id, {named(WORKFLOW_TYPES)})
SELECT $1, u.* FROM unnest({_arrays(WORKFLOW_TYPES, 2)}) AS u
"""


async def insert_workflows(tx: Tx, tenant_id: UUID, workflows: Sequence[Workflow]) -> None:
    await tx.execute(_INSERT_WORKFLOWS, tenant_id, *_values(WORKFLOW_TYPES, workflows))


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
_INSERT_STORY = f"""
INSERT INTO events (tenant_id, {named({**_TOLD, **_BY})})
SELECT $1, u.* FROM unnest({_arrays({**_TOLD, **_BY}, 2)}) AS u
"""


async def insert_story(tx: Tx, tenant_id: UUID, told: Sequence[tuple[Writing, Event]]) -> None:
    """Events of several people at several times, in their order."""
    events = [event for _, event in told]
    by = [(writing.at, writing.actor.kind, writing.actor.id, writing.request_id) for writing, _ in told]
    await tx.execute(_INSERT_STORY, tenant_id, *_values(_TOLD, events), *map(list, zip(*by, strict=True)))


_UPDATED = {
    column: kind for column, kind in CUSTOMER_TYPES.items() if column not in {"id", "status", "closed_at", "created_at"}
}
_UPDATE_TYPES = {"id": "uuid", **_UPDATED}
_UPDATE_CUSTOMERS = f"""
UPDATE customers AS c
SET {", ".join(f"{column} = {_chosen('u', {column: kind})}" for column, kind in _UPDATED.items())}
FROM unnest({_arrays(_UPDATE_TYPES, 2)}) AS u({named(_UPDATE_TYPES)})
WHERE c.tenant_id = $1 AND c.id = u.id
"""


async def update_customers(tx: Tx, tenant_id: UUID, customers: Sequence[Customer]) -> None:
    """Write all plain fields. The customers must be locked. Raises Conflict for a taken external_id."""
    await tx.execute(_UPDATE_CUSTOMERS, tenant_id, *_values(_UPDATE_TYPES, customers))


async def insert_events(tx: Tx, tenant_id: UUID, writing: Writing, events: list[Event]) -> None:
    await store_events.insert_events(tx, tenant_id, writing, events)


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
  SELECT sw.id FROM search_words sw
  WHERE sw.tenant_id = $1 AND sw.word = w.word COLLATE "C" AND sw.kind = 'customer' OFFSET 0
) AS sw
CROSS JOIN LATERAL (
  SELECT c.id, c.email FROM customers c WHERE c.tenant_id = $1 AND c.id = sw.id OFFSET 0
) AS c
"""


async def find_ids_by_external_id(tx: Tx, tenant_id: UUID, external_ids: list[str]) -> dict[str, UUID]:
    rows = await tx.fetch(_BY_EXTERNAL_ID, tenant_id, external_ids)
    return {row[0]: row[1] for row in rows}


async def find_ids_by_word(tx: Tx, tenant_id: UUID, words: list[str]) -> list[tuple[UUID, str | None]]:
    """Customers found by one of these words, with their e-mail addresses as they are written."""
    return [(row[0], row[1]) for row in await tx.fetch(_BY_WORD, tenant_id, words)]


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


# Each thing's words travel as one text: taking a million of them apart is quicker here than wrapping them there. In
# order of the words one page of the index takes many of them.
_INSERT_WORDS = f"""
INSERT INTO search_words (tenant_id, word, kind, id, rank)
SELECT $1, w.word, $2, t.id, $5::smallint
FROM unnest($3::uuid[], $4::text[]) AS t(id, words)
CROSS JOIN LATERAL unnest(string_to_array(t.words, '{SEPARATOR}')) AS w(word)
ORDER BY w.word COLLATE "C"
"""


async def insert_customer_words(tx: Tx, tenant_id: UUID, customers: Iterable[Customer]) -> None:
    """What customers are found by, those who have no words yet."""
    ranked = [(each.id, search.ranked_words(each)) for each in customers]
    for rank in (search.OF_NAME, search.OTHER):
        words = [(of, [word for word, its in found.items() if its == rank]) for of, found in ranked]
        await _insert_words(tx, tenant_id, "customer", words, rank)


async def insert_interaction_words(tx: Tx, tenant_id: UUID, interactions: Iterable[Interaction]) -> None:
    """What interactions are found by, those that have no words yet."""
    words = [(one.id, search.words(one.title)) for one in interactions]
    await _insert_words(tx, tenant_id, "interaction", words, search.OTHER)


async def _insert_words(tx: Tx, tenant_id: UUID, kind: str, words: list[tuple[UUID, list[str]]], rank: int) -> None:
    ids = [of for of, _ in words]
    await tx.execute(_INSERT_WORDS, tenant_id, kind, ids, [SEPARATOR.join(found) for _, found in words], rank)


async def delete_words(tx: Tx, tenant_id: UUID, ids: list[UUID]) -> None:
    await tx.execute("DELETE FROM search_words WHERE tenant_id = $1 AND id = ANY($2::uuid[])", tenant_id, ids)
