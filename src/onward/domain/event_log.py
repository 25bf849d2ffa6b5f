"""The log of events as it is read: every event once, and those of one customer in the order in which they happened.

Where an event stands is the database's doing; nothing here decides what is written.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct


class Position(Struct, frozen=True, order=True):
    """A place in a tenant's log. Places compare in the order in which the events can be told."""

    xid: int
    lsn: int
    id: UUID


BEGINNING = Position(0, 0, UUID(int=0))


class LoggedEvent(Struct, frozen=True):
    """An event as it stands in the log; `old` and `new` hold only what changed."""

    id: UUID
    at: datetime
    kind: str
    customer_id: UUID | None
    interaction_id: UUID | None
    workflow_id: UUID | None
    actor_kind: str
    actor_id: UUID
    request_id: str | None
    old: dict[str, Any] | None
    new: dict[str, Any] | None
    xid: int
    lsn: int

    @property
    def position(self) -> Position:
        return Position(self.xid, self.lsn, self.id)
