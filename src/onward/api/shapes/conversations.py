"""Conversations as they travel."""

from typing import Literal
from uuid import UUID

import msgspec
from msgspec import Struct

from onward.api.shapes.customers import ExternalId
from onward.api.shapes.fields import Cursor, Instant, Limit, ShortText
from onward.domain.records import Channel, Conversation


class ConversationOut(Struct, frozen=True):
    id: UUID
    customer_id: UUID
    channel: Channel
    subject: str | None
    status: Literal["open", "pending", "resolved", "closed"]
    external_id: str | None
    version: int
    created_at: Instant
    updated_at: Instant

    @classmethod
    def of(cls, conversation: Conversation) -> "ConversationOut":
        return cls(*msgspec.structs.astuple(conversation))


class ConversationPageOut(Struct, frozen=True):
    data: list[ConversationOut]
    next_cursor: str | None


class CreateConversationIn(Struct, frozen=True, forbid_unknown_fields=True):
    customer_id: UUID
    channel: Channel
    subject: ShortText | None = None
    external_id: ExternalId | None = None


class ListConversationsQuery(Struct, frozen=True, forbid_unknown_fields=True):
    customer_id: UUID | None = None
    sort: Literal["created_at", "-created_at"] = "-created_at"
    limit: Limit = 50
    cursor: Cursor | None = None
