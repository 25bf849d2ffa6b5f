"""Conversations and what is said in them, as they travel."""

from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from onward.api.shapes.customers import ExternalId
from onward.api.shapes.fields import Cursor, Instant, Key, Limit, Metadata, ShortText, Text, Title, When
from onward.api.shapes.interactions import InteractionOut
from onward.api.shapes.workflows import WorkflowOut
from onward.domain.conversation_records import Direction, Message
from onward.domain.records import Channel, Conversation, ConversationStatus, Priority

MessageBody = Annotated[str, Meta(min_length=1, max_length=10_000)]


class ConversationOut(Struct, frozen=True):
    id: UUID
    customer_id: UUID
    channel: Channel
    subject: str | None
    status: ConversationStatus
    external_id: str | None
    version: int
    created_at: Instant
    updated_at: Instant

    @classmethod
    def of(cls, conversation: Conversation) -> "ConversationOut":
        return cls(*msgspec.structs.astuple(conversation))


class OpenedConversationOut(ConversationOut, frozen=True):
    """`interactions` are those that the tenant's conversation rules made."""

    interactions: list[InteractionOut] = []

    @classmethod
    def opened(cls, conversation: Conversation, interactions: list[InteractionOut]) -> "OpenedConversationOut":
        return cls(**msgspec.structs.asdict(conversation), interactions=interactions)


class ConversationPageOut(Struct, frozen=True):
    data: list[ConversationOut]
    next_cursor: str | None


class CreateConversationIn(Struct, frozen=True, forbid_unknown_fields=True):
    customer_id: UUID
    channel: Channel
    subject: ShortText | None = None
    external_id: ExternalId | None = None


class EditConversationIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Only the fields sent change."""

    subject: ShortText | UnsetType | None = UNSET
    status: ConversationStatus | UnsetType = UNSET
    external_id: ExternalId | UnsetType | None = UNSET


class CreateFromConversationIn(Struct, frozen=True, forbid_unknown_fields=True):
    """An interaction with the conversation's customer."""

    type: Key
    title: Title
    description: Text | None = None
    priority: Priority = "normal"
    scheduled_at: When | None = None
    due_at: When | None = None
    campaign_id: UUID | None = None
    assignee_id: UUID | None = None
    metadata: Metadata = msgspec.field(default_factory=dict[str, Any])


class ListConversationsQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Repeated values of one filter are alternatives; different filters must all hold."""

    customer_id: list[UUID] = []
    status: list[ConversationStatus] = []
    channel: list[Channel] = []
    external_id: ExternalId | None = None
    sort: Literal["created_at", "-created_at", "updated_at", "-updated_at"] = "-created_at"
    limit: Limit = 50
    cursor: Cursor | None = None


class MessageOut(Struct, frozen=True):
    """`author_id` is the member who wrote it, or the API key that acts for none; null for what came in."""

    id: UUID
    conversation_id: UUID
    direction: Direction
    automatic: bool
    body: str
    author_id: UUID | None
    external_id: str | None
    sent_at: Instant
    created_at: Instant

    @classmethod
    def of(cls, message: Message) -> "MessageOut":
        return cls(*msgspec.structs.astuple(message))


class MessagePageOut(Struct, frozen=True):
    data: list[MessageOut]
    next_cursor: str | None


class TakenMessageOut(Struct, frozen=True):
    """The message, the conversation as it is now, the workflows that it paused or ended, and the interactions that it
    made."""

    message: MessageOut
    conversation: ConversationOut
    workflows: list[WorkflowOut]
    interactions: list[InteractionOut]


class CreateMessageIn(Struct, frozen=True, forbid_unknown_fields=True):
    """`automatic`: written by a machine, such as an out-of-office notice; it moves nothing. `external_id`: under which
    another system knows it, once in a conversation."""

    direction: Direction
    body: MessageBody
    automatic: bool = False
    external_id: ExternalId | None = None
    sent_at: When | None = None


class ListMessagesQuery(Struct, frozen=True, forbid_unknown_fields=True):
    sort: Literal["sent_at", "-sent_at"] = "-sent_at"
    limit: Limit = 50
    cursor: Cursor | None = None
