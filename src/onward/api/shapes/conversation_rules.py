"""Conversation rules as they travel."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from onward.api.shapes.fields import Instant, Key, Name, Text, Title
from onward.domain.conversation_records import ConversationRule, RuleStep, Trigger
from onward.domain.records import Channel, Priority

OffsetDays = Annotated[int, Meta(ge=0, le=3650)]


class RuleStepIn(Struct, frozen=True, forbid_unknown_fields=True):
    """The interaction to create; out of the box one to respond today, for the customer's owner. Title and description
    take the placeholders of templates."""

    type: Key = "follow_up"
    title: Title = "Respond to {customer.name}"
    description: Text | None = None
    scheduled_offset_days: OffsetDays = 0
    due_offset_days: OffsetDays = 0
    priority: Priority = "normal"

    def step(self) -> RuleStep:
        return RuleStep(*msgspec.structs.astuple(self))


class ConversationRuleOut(Struct, frozen=True):
    id: UUID
    name: str
    trigger: Trigger
    channel: Channel | None
    template_id: UUID | None
    step: RuleStep | None
    is_active: bool
    version: int
    created_at: Instant
    updated_at: Instant

    @classmethod
    def of(cls, rule: ConversationRule) -> "ConversationRuleOut":
        return cls(*msgspec.structs.astuple(rule))


class ConversationRulesOut(Struct, frozen=True):
    data: list[ConversationRuleOut]


class CreateConversationRuleIn(Struct, frozen=True, forbid_unknown_fields=True):
    """When a conversation opens, or a person writes in one, on a channel (null: on any), start a template or create a
    step: exactly one of the two."""

    name: Name
    trigger: Trigger
    channel: Channel | None = None
    template_id: UUID | None = None
    step: RuleStepIn | None = None
    is_active: bool = True


class EditConversationRuleIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Only the fields sent change; `step` is given whole."""

    name: Name | UnsetType = UNSET
    trigger: Trigger | UnsetType = UNSET
    channel: Channel | UnsetType | None = UNSET
    template_id: UUID | UnsetType | None = UNSET
    step: RuleStepIn | UnsetType | None = UNSET
    is_active: bool | UnsetType = UNSET
