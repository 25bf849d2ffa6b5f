"""Conversations: open, change and remove them."""

from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from onward.actions import changes, ruling
from onward.actions.acting import Acting
from onward.domain import conversations as domain_conversations
from onward.domain import errors
from onward.domain.records import Channel, Conversation, ConversationStatus, Event, Interaction
from onward.store import conversations, customers, events


class ConversationEdit(msgspec.Struct, frozen=True):
    """New values; what is UNSET stays as it is."""

    subject: str | UnsetType | None = UNSET
    status: ConversationStatus | UnsetType = UNSET
    external_id: str | UnsetType | None = UNSET


class Opened(msgspec.Struct, frozen=True):
    """A new conversation, and the interactions that the tenant's rules made of it."""

    conversation: Conversation
    interactions: list[Interaction]


async def create_conversation(
    acting: Acting, customer_id: UUID, channel: Channel, subject: str | None = None, external_id: str | None = None
) -> Opened:
    """Open a conversation with a customer, and follow the rules for one that opens.

    Raises Invalid for an unknown customer, Conflict for a taken external_id and for an erased customer.
    """
    if not await customers.try_lock_customer(acting.tx, acting.tenant_id, customer_id):
        raise errors.Invalid.field("customer_id", "names nothing that exists here")
    changes.refuse_erased(await customers.get_customer(acting.tx, acting.tenant_id, customer_id))
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
    return Opened(made, await ruling.follow_rules(acting, made, "conversation_opened"))


async def edit_conversation(
    acting: Acting, conversation_id: UUID, edit: ConversationEdit, if_match: int | None = None
) -> Conversation:
    """Only the fields sent change. Raises NotFound, Stale, Conflict for a taken external_id."""
    before = await lock_conversation(acting, conversation_id, if_match)
    sent = {name: value for name, value in msgspec.structs.asdict(edit).items() if value is not UNSET}
    return await save_conversation(acting, before, msgspec.structs.replace(before, **sent))


async def delete_conversation(acting: Acting, conversation_id: UUID, if_match: int | None = None) -> None:
    """Remove a conversation opened by mistake. Raises NotFound, Stale, Conflict once something came of it."""
    before = await lock_conversation(acting, conversation_id, if_match)
    if await conversations.has_history(acting.tx, acting.tenant_id, conversation_id):
        raise errors.Conflict(
            "Something was said in this conversation, or came of it, so it cannot be removed. Close it instead."
        )
    await conversations.delete_conversation(acting.tx, acting.tenant_id, conversation_id)
    event = changes.customer_event(acting, "conversation.deleted", before.customer_id, old=changes.everything(before))
    await events.insert_events(acting.tx, acting.tenant_id, changes.writing(acting), [event])


async def lock_conversation(acting: Acting, conversation_id: UUID, if_match: int | None = None) -> Conversation:
    """The conversation, with its customer locked. Raises NotFound, Stale."""
    await conversations.lock_customer_of_conversation(acting.tx, acting.tenant_id, conversation_id)
    found = await conversations.get_conversation(acting.tx, acting.tenant_id, conversation_id)
    changes.check_version(found.version, if_match)
    return found


async def check_link(acting: Acting, customer_id: UUID, conversation_id: UUID | None) -> None:
    """Raises Invalid unless None or a conversation with this customer, who must be locked: a merge moves both."""
    if conversation_id is not None:
        talks_with = await conversations.list_customer_ids(acting.tx, acting.tenant_id, [conversation_id])
        domain_conversations.check_link(customer_id, talks_with.get(conversation_id))


_EDITED = ("subject", "status", "external_id")


async def save_conversation(acting: Acting, before: Conversation, after: Conversation) -> Conversation:
    """Write what differs, if anything does."""
    columns = [name for name in _EDITED if getattr(before, name) != getattr(after, name)]
    if not columns:
        return before
    after = msgspec.structs.replace(after, version=before.version + 1, updated_at=acting.now)
    await conversations.update_conversation(acting.tx, acting.tenant_id, after)
    old, new = ({"id": one.id, **changes.picked(one, [*columns, "version"])} for one in (before, after))
    event = changes.customer_event(acting, "conversation.updated", after.customer_id, old, new)
    await events.insert_events(acting.tx, acting.tenant_id, changes.writing(acting), [event])
    return after
