"""A customer's timeline as it travels."""

from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta, Struct

from onward.api.shapes.conversations import MessageOut
from onward.api.shapes.fields import Cursor, Instant, Key, Limit
from onward.api.shapes.interactions import InteractionOut, View
from onward.api.shapes.notes import NoteOut
from onward.domain.conversation_records import Message
from onward.domain.records import Interaction, Note
from onward.store.timeline import Entry, Told

Kind = Literal["interaction", "note", "message", "workflow", "customer", "conversation"]


class ToldOut(Struct, frozen=True):
    """An event about the customer, a workflow or a conversation: what happened, and the values before and after."""

    id: UUID
    kind: str
    workflow_id: UUID | None
    old: dict[str, Any] | None
    new: dict[str, Any] | None
    actor_kind: str
    actor_id: UUID


class TimelineEntryOut(Struct, frozen=True):
    """One of `interaction`, `note`, `message` and `event` is set, as `kind` says. `at` is when it happened: for a
    final interaction when it was closed, for an open one when it is planned, for a message when it was sent."""

    kind: Kind
    at: Instant
    id: UUID
    interaction: InteractionOut | None = None
    note: NoteOut | None = None
    message: MessageOut | None = None
    event: ToldOut | None = None

    @classmethod
    def of(cls, entry: Entry, view: View) -> "TimelineEntryOut":
        match entry.record:
            case Interaction() as interaction:
                return cls("interaction", entry.at, entry.id, interaction=view.interaction(interaction))
            case Note() as note:
                return cls("note", entry.at, entry.id, note=NoteOut.of(note))
            case Message() as message:
                return cls("message", entry.at, entry.id, message=MessageOut.of(message))
            case told:
                return cls(_subject(told), entry.at, entry.id, event=_told(told))


class TimelineOut(Struct, frozen=True):
    data: list[TimelineEntryOut]
    next_cursor: str | None


class TimelineQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Repeated values of one filter are alternatives; different filters must all hold."""

    kind: list[Kind] = []
    type: Annotated[list[Key], Meta(description="Types of interactions; nothing else is shown then")] = []
    member_id: Annotated[list[str], Meta(description="Who did it or is to do it: member ids or `me`")] = []
    sort: Literal["at", "-at"] = "-at"
    limit: Limit = 50
    cursor: Cursor | None = None


_SUBJECTS: dict[str, Kind] = {"workflow": "workflow", "conversation": "conversation"}


def _subject(told: Told) -> Kind:
    return _SUBJECTS.get(told.kind.partition(".")[0], "customer")


def _told(told: Told) -> ToldOut:
    return ToldOut(told.id, told.kind, told.workflow_id, told.old, told.new, told.actor_kind, told.actor_id)
