"""Conversations: create one for interactions to link to."""

from uuid import UUID

from onward.actions import changes
from onward.actions.acting import Acting
from onward.domain import errors
from onward.domain.records import Channel, Conversation, Event
from onward.store import conversations, customers, events


async def create_conversation(
    acting: Acting, customer_id: UUID, channel: Channel, subject: str | None = None, external_id: str | None = None
) -> Conversation:
    """Open a conversation with a customer. Raises Invalid for an unknown customer, Conflict for a taken external_id."""
    if not await customers.try_lock_customer(acting.tx, acting.tenant_id, customer_id):
        raise errors.Invalid.field("customer_id", "names nothing that exists here")
    made = Conversation(
        id=acting.new_id(),
        customer_id=customer_id,
        channel=channel,
        subject=subject,
        status="open",
        external_id=external_id,
        version=1,
        created_at=acting.now,
        updated_at=acting.now,
    )
    await conversations.insert_conversation(acting.tx, acting.tenant_id, made)
    event = Event(
        id=acting.new_id(), kind="conversation.created", customer_id=customer_id, new=changes.everything(made)
    )
    await events.insert_events(acting.tx, acting.tenant_id, changes.writing(acting), [event])
    return made
