"""Interactions: locking, reading one, writing the acts. Lists are in `interaction_lists.py`."""

from uuid import UUID

import msgspec

from onward.domain import errors
from onward.domain.records import Event, Interaction, Workflow
from onward.store import events as store_events
from onward.store import locks, merged, search_words
from onward.store.columns import (
    INTERACTION_TYPES,
    WORKFLOW_TYPES,
    assignments,
    interaction_from,
    interaction_values,
    named,
    placeholders,
    selected,
    workflow_values,
)
from onward.store.events import Writing
from onward.store.transactions import Tx

WORKING_AT = "coalesce(i.scheduled_at, i.due_at, 'infinity'::timestamptz)"
WORKING_RANK = "CASE i.priority WHEN 'urgent' THEN 0 WHEN 'high' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END"
WORKING_ORDER = f"{WORKING_AT}, {WORKING_RANK}, i.id"

_SELECT = f"SELECT {selected('i', INTERACTION_TYPES)} FROM interactions i WHERE i.tenant_id = $1"
_BY_ID = f"{_SELECT} AND i.id = $2"
_OPEN_OF_CUSTOMER = f"""
{_SELECT} AND i.customer_id = $2 AND i.status IN ('pending', 'in_progress')
ORDER BY {WORKING_ORDER}
"""
_NEXT_OF_CUSTOMER = f"{_OPEN_OF_CUSTOMER} LIMIT 1"


async def lock_customer_of(tx: Tx, tenant_id: UUID, interaction_id: UUID) -> None:
    """Lock the row of the interaction's customer until the transaction ends.

    What depends on it is read after this, in a fresh snapshot: never in the same statement.
    Raises NotFound.
    """
    for _ in range(locks.TRIES):
        if await tx.begin(locks.customer_of(tenant_id, interaction_id)):
            return
    raise errors.NotFound("There is no interaction with this id.")


async def get_interaction(tx: Tx, tenant_id: UUID, interaction_id: UUID) -> Interaction:
    """Raises NotFound."""
    found = await find_interaction(tx, tenant_id, interaction_id)
    if found is None:
        raise errors.NotFound("There is no interaction with this id.")
    return found


async def find_interaction(tx: Tx, tenant_id: UUID, interaction_id: UUID) -> Interaction | None:
    row = await tx.fetchrow(_BY_ID, tenant_id, interaction_id)
    return None if row is None else interaction_from(row)


async def list_interactions_by_id(tx: Tx, tenant_id: UUID, interaction_ids: list[UUID]) -> list[Interaction]:
    """Those of the ids that there are, in no order."""
    rows = await tx.fetch(f"{_SELECT} AND i.id = ANY($2::uuid[])", tenant_id, interaction_ids)
    return [interaction_from(row) for row in rows]


async def list_open_of_customer(tx: Tx, tenant_id: UUID, customer_id: UUID) -> list[Interaction]:
    """All open interactions of one customer in working order."""
    return [interaction_from(row) for row in await tx.fetch(_OPEN_OF_CUSTOMER, tenant_id, customer_id)]


_NEXT_OR_MISSING = f"""
SELECT n.* FROM customers c
LEFT JOIN LATERAL ({_NEXT_OF_CUSTOMER}) AS n ON true
WHERE c.tenant_id = $1 AND c.id = $2
"""


async def find_next_of_customer(tx: Tx, tenant_id: UUID, customer_id: UUID) -> Interaction | None:
    """The customer's next step, or None when nothing is open. Raises NotFound, Merged."""
    row = await tx.fetchrow(_NEXT_OR_MISSING, tenant_id, customer_id)
    if row is None:
        await merged.refuse_missing(tx, tenant_id, customer_id)
    return None if row[0] is None else interaction_from(row)


_INSERT = f"""
WITH written AS (
  INSERT INTO interactions (tenant_id, {named(INTERACTION_TYPES)})
  VALUES ($1, {placeholders(INTERACTION_TYPES, 2)})
  RETURNING tenant_id, id
), worded AS (
  INSERT INTO search_words (tenant_id, word, id)
  SELECT written.tenant_id, word, written.id
  FROM written, unnest(${len(INTERACTION_TYPES) + 2}::text[]) AS word
)
INSERT INTO events (tenant_id, {store_events.COLUMNS})
SELECT written.tenant_id, noted.*
FROM written, ({store_events.rows(len(INTERACTION_TYPES) + 3)}) AS noted
"""


async def insert_interaction(
    tx: Tx, tenant_id: UUID, interaction: Interaction, words: list[str], writing: Writing, events: list[Event]
) -> None:
    """The customer must be locked."""
    await tx.execute(
        _INSERT,
        tenant_id,
        *interaction_values(interaction),
        words,
        *store_events.values(writing, events),
    )


async def update_interaction(
    tx: Tx, tenant_id: UUID, before: Interaction, after: Interaction, writing: Writing, events: list[Event]
) -> None:
    """Write the fields that differ, if the row is still at `before.version`; the customer must be locked.

    Raises Stale when the row has moved on.
    """
    changed = changed_columns(before, after)
    first_event = len(changed) + 4
    sql = f"""
    WITH written AS (
      UPDATE interactions SET {assignments(INTERACTION_TYPES, changed, 4)}
      WHERE tenant_id = $1 AND id = $2 AND version = $3
      RETURNING tenant_id, id
    ), noted AS (
      INSERT INTO events (tenant_id, {store_events.COLUMNS})
      SELECT written.tenant_id, e.* FROM written, ({store_events.rows(first_event)}) AS e
    )
    SELECT id FROM written
    """
    values = [getattr(after, column) for column in changed]
    written = await tx.fetchrow(
        sql, tenant_id, before.id, before.version, *values, *store_events.values(writing, events)
    )
    if written is None:
        raise errors.Stale("Somebody changed this interaction at the same moment. Read it again.")


def changed_columns(before: Interaction, after: Interaction) -> list[str]:
    """The columns in which two states of one interaction differ."""
    return [column for column in INTERACTION_TYPES if getattr(before, column) != getattr(after, column)]


async def replace_words(tx: Tx, tenant_id: UUID, interaction_id: UUID, words: list[str]) -> None:
    """Make these the words by which an interaction is found."""
    await search_words.delete_of_titles(tx, tenant_id, [interaction_id])
    await tx.execute(
        "INSERT INTO search_words (tenant_id, word, id) SELECT $1, word, $2 FROM unnest($3::text[]) word",
        tenant_id,
        interaction_id,
        words,
    )


class Finish(msgspec.Struct, frozen=True):
    """Everything that finishing one interaction writes.

    `finished` is its final state; `moved` its workflow's state afterwards, if it has one that changes;
    `started` a run that begins; `successor` the next step, linked both ways; `conversation_status` what the
    linked conversation becomes, None for no change.
    """

    finished: Interaction
    moved: Workflow | None
    started: Workflow | None
    successor: Interaction | None
    successor_words: list[str]
    new_outcome: str | None
    conversation_status: str | None = None


FINISHED = {
    column: INTERACTION_TYPES[column]
    for column in (
        "status",
        "completed_at",
        "closed_at",
        "outcome",
        "outcome_details",
        "close_reason",
        "completed_by",
        "next_interaction_id",
        "next_step",
        "version",
        "updated_at",
    )
}
MOVED = {
    column: WORKFLOW_TYPES[column]
    for column in (
        "id",
        "status",
        "exit_reason",
        "step_number",
        "branch_counts",
        "ended_at",
        "version",
        "resume_at",
        "pause_reason",
        "owed_after_id",
    )
}
_AT_MOVED = 3 + len(FINISHED)
_AT_STARTED = _AT_MOVED + len(MOVED)
_AT_SUCCESSOR = _AT_STARTED + len(WORKFLOW_TYPES)
_AT_WORDS = _AT_SUCCESSOR + len(INTERACTION_TYPES)
_AT_OUTCOME = _AT_WORDS + 1
_AT_CONVERSATION = _AT_OUTCOME + 1
_AT_EVENTS = _AT_CONVERSATION + 3

_FINISH = f"""
WITH done AS (
  UPDATE interactions SET {assignments(FINISHED, FINISHED, 3)}
  WHERE tenant_id = $1 AND id = $2 AND status IN ('pending', 'in_progress')
  RETURNING tenant_id, id
), moved AS (
  UPDATE workflows AS w SET {assignments(MOVED, list(MOVED)[1:], _AT_MOVED + 1)}
  FROM done
  WHERE w.tenant_id = done.tenant_id AND w.id = ${_AT_MOVED}::uuid
  RETURNING w.tenant_id
), started AS (
  INSERT INTO workflows (tenant_id, {named(WORKFLOW_TYPES)})
  SELECT done.tenant_id, {placeholders(WORKFLOW_TYPES, _AT_STARTED)}
  FROM done LEFT JOIN moved ON moved.tenant_id = done.tenant_id
  WHERE ${_AT_STARTED}::uuid IS NOT NULL
), successor AS (
  INSERT INTO interactions (tenant_id, {named(INTERACTION_TYPES)})
  SELECT done.tenant_id, {placeholders(INTERACTION_TYPES, _AT_SUCCESSOR)}
  FROM done WHERE ${_AT_SUCCESSOR}::uuid IS NOT NULL
), worded AS (
  INSERT INTO search_words (tenant_id, word, id)
  SELECT done.tenant_id, word, ${_AT_SUCCESSOR}::uuid
  FROM done, unnest(${_AT_WORDS}::text[]) AS word
), learnt AS (
  INSERT INTO outcomes (tenant_id, key, kind)
  SELECT done.tenant_id, ${_AT_OUTCOME}::text, 'neutral' FROM done WHERE ${_AT_OUTCOME}::text IS NOT NULL
  ON CONFLICT DO NOTHING
), talked AS (
  UPDATE conversations AS v
  SET status = ${_AT_CONVERSATION + 1}::text, version = v.version + 1,
      updated_at = ${_AT_CONVERSATION + 2}::timestamptz
  FROM done
  WHERE v.tenant_id = done.tenant_id AND v.id = ${_AT_CONVERSATION}::uuid
), noted AS (
  INSERT INTO events (tenant_id, {store_events.COLUMNS})
  SELECT done.tenant_id, e.* FROM done, ({store_events.rows(_AT_EVENTS)}) AS e
)
SELECT id FROM done
"""


async def finish_interaction(tx: Tx, tenant_id: UUID, finish: Finish, writing: Writing, events: list[Event]) -> bool:
    """Complete, skip or cancel: the update, the successor, both links, the workflows and the events, in one
    statement that the open status guards. The customer must be locked.

    Returns False, with nothing written, when the interaction is no longer open.
    """
    row = await tx.fetchrow(
        _FINISH,
        tenant_id,
        finish.finished.id,
        *(getattr(finish.finished, column) for column in FINISHED),
        *(getattr(finish.moved, column, None) for column in MOVED),
        *workflow_values(finish.started),
        *interaction_values(finish.successor),
        finish.successor_words,
        finish.new_outcome,
        finish.finished.conversation_id if finish.conversation_status else None,
        finish.conversation_status,
        finish.finished.updated_at,
        *store_events.values(writing, events),
    )
    return row is not None


async def delete_interaction(tx: Tx, tenant_id: UUID, interaction_id: UUID) -> None:
    """Remove a next step that undo takes back, words included. The customer must be locked."""
    await search_words.delete_of_titles(tx, tenant_id, [interaction_id])
    await tx.execute("DELETE FROM interactions WHERE tenant_id = $1 AND id = $2", tenant_id, interaction_id)
