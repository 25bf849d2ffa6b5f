"""The records of what is said in conversations, and of the rules for what follows. As records.py: stored rows."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from onward.domain.records import Channel, Priority

Direction = Literal["inbound", "outbound"]
Trigger = Literal["conversation_opened", "message_received"]


class Message(Struct, frozen=True):
    """What was said in a conversation. `automatic`: by a machine, such as an out-of-office notice. `author_id`: the
    member who wrote it, or an API key that acts for none; None for what came in."""

    id: UUID
    conversation_id: UUID
    direction: Direction
    automatic: bool
    body: str
    author_id: UUID | None
    external_id: str | None
    sent_at: datetime
    created_at: datetime


class RuleStep(Struct, frozen=True, forbid_unknown_fields=True):
    """The interaction that a conversation rule creates; offsets in whole days, 0 to 3650."""

    type: str = "follow_up"
    title: str = "Respond to {customer.name}"
    description: str | None = None
    scheduled_offset_days: int = 0
    due_offset_days: int = 0
    priority: Priority = "normal"


class ConversationRule(Struct, frozen=True):
    """What follows when a conversation opens or a person writes in it. `channel` None means every one. Exactly one of
    `template_id` (it is started) and `step` (it is created) is given."""

    id: UUID
    name: str
    trigger: Trigger
    channel: Channel | None
    template_id: UUID | None
    step: RuleStep | None
    is_active: bool
    version: int
    created_at: datetime
    updated_at: datetime
