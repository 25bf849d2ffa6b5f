"""Events: appended in the transaction of the change itself, never changed."""

from datetime import datetime
from uuid import UUID

import msgspec

from onward.domain.records import Event
from onward.domain.roles import Actor
from onward.store.transactions import Tx


class Writing(msgspec.Struct, frozen=True):
    """Who writes events, when, for which request."""

    actor: Actor
    at: datetime
    request_id: str


COLUMNS = "id, kind, customer_id, interaction_id, workflow_id, old, new, at, actor_kind, actor_id, request_id"


def rows(first: int) -> str:
    """The source of event rows in a statement: eleven parameters from `$first` on, as `values` gives them."""
    kinds = ["uuid[]", "text[]", "uuid[]", "uuid[]", "uuid[]", "jsonb[]", "jsonb[]"]
    arrays = ", ".join(f"${number}::{kind}" for number, kind in enumerate(kinds, first))
    after = first + len(kinds)
    return (
        f"SELECT e.*, ${after}::timestamptz, ${after + 1}::text, ${after + 2}::uuid, ${after + 3}::text "
        f"FROM unnest({arrays}) AS e(id, kind, customer_id, interaction_id, workflow_id, old, new)"
    )


def values(writing: Writing, events: list[Event]) -> tuple[object, ...]:
    """The parameters for `rows`."""
    return (
        [event.id for event in events],
        [event.kind for event in events],
        [event.customer_id for event in events],
        [event.interaction_id for event in events],
        [event.workflow_id for event in events],
        [event.old for event in events],
        [event.new for event in events],
        writing.at,
        writing.actor.kind,
        writing.actor.id,
        writing.request_id,
    )


_INSERT = f"INSERT INTO events (tenant_id, {COLUMNS}) SELECT $1::uuid, written.* FROM ({rows(2)}) AS written"


async def insert_events(tx: Tx, tenant_id: UUID, writing: Writing, events: list[Event]) -> None:
    await tx.execute(_INSERT, tenant_id, *values(writing, events))


# By the version that the change made: ids of two machines whose clocks differ tell no order.
_LAST_OF_INTERACTION = """
SELECT id, kind, customer_id, interaction_id, workflow_id, old, new
FROM events
WHERE tenant_id = $1 AND interaction_id = $2 AND kind = ANY($3::text[])
ORDER BY (new ->> 'version')::integer DESC NULLS LAST, id DESC
LIMIT 1
"""


async def find_last_event(tx: Tx, tenant_id: UUID, interaction_id: UUID, kinds: list[str]) -> Event | None:
    """The newest event of these kinds about an interaction."""
    row = await tx.fetchrow(_LAST_OF_INTERACTION, tenant_id, interaction_id, kinds)
    return None if row is None else Event(*row)
