"""A new interaction as it travels, and what it asks for."""

from onward.actions.interactions import NewInteraction
from onward.api.shapes import fields
from onward.api.shapes.interactions import CreateInteractionIn
from onward.domain.records import TenantSettings


def new_interaction(wanted: CreateInteractionIn, settings: TenantSettings, prefix: str = "") -> NewInteraction:
    """What a new interaction asks for. Raises Invalid, each field's name after the prefix."""
    return NewInteraction(
        customer_id=wanted.customer_id,
        type=wanted.type,
        title=wanted.title,
        description=wanted.description,
        priority=wanted.priority,
        scheduled=fields.moment(wanted.scheduled_at, settings, f"{prefix}scheduled_at"),
        due=fields.moment(wanted.due_at, settings, f"{prefix}due_at"),
        campaign_id=wanted.campaign_id,
        conversation_id=wanted.conversation_id,
        assignee_id=wanted.assignee_id,
        metadata=fields.checked_metadata(wanted.metadata, f"{prefix}metadata"),
    )
