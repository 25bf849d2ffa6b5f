"""Events as they travel: in lists, and as messages of a stream."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from onward.api.shapes.fields import Cursor, Instant, Limit, When
from onward.domain.event_log import LoggedEvent

Kind = Annotated[str, Meta(min_length=1, max_length=60, description="What happened, such as `interaction.completed`")]
_encode = msgspec.json.Encoder().encode


class EventOut(Struct, frozen=True):
    """`old` and `new` hold the values before and after, of what changed only."""

    id: UUID
    at: Instant
    kind: str
    customer_id: UUID | None
    interaction_id: UUID | None
    workflow_id: UUID | None
    actor_kind: str
    actor_id: UUID
    request_id: str | None
    old: dict[str, Any] | None
    new: dict[str, Any] | None

    @classmethod
    def of(cls, event: LoggedEvent) -> "EventOut":
        fields = msgspec.structs.asdict(event)
        return cls(**{name: fields[name] for name in cls.__struct_fields__})


class EventPageOut(Struct, frozen=True):
    data: list[EventOut]
    next_cursor: str | None


class ListEventsQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """In the order in which they happened, oldest first."""

    kind: list[Kind] = []
    customer_id: UUID | None = None
    interaction_id: UUID | None = None
    since: When | None = None
    after: Annotated[UUID, Meta(description="The id of an event: those that come after it")] | None = None
    limit: Limit = 50
    cursor: Cursor | None = None


class FollowEventsQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Where to begin when the header `Last-Event-ID` does not say it; without both, now."""

    after: Annotated[UUID, Meta(description="The id of the last event that you have")] | None = None


def wire(event: EventOut) -> bytes:
    """An event as a message of server-sent events; JSON has no line breaks of its own."""
    return b"id: %s\ndata: %s\n\n" % (str(event.id).encode("ascii"), _encode(event))
