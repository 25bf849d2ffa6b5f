"""Messages: what was said in a conversation, and what a customer's own words mean for the workflows."""

from datetime import datetime
from uuid import UUID

import msgspec

from onward.actions import changes, ruling, workflow_verbs
from onward.actions.acting import Acting
from onward.actions.conversations import lock_conversation, save_conversation
from onward.domain import errors
from onward.domain.conversation_records import Direction, Message
from onward.domain.conversations import REPLIED
from onward.domain.records import Conversation, Interaction
from onward.domain.workflows import Overview
from onward.store import customers, events, messages, workflows


class NewMessage(msgspec.Struct, frozen=True):
    """What was said; without `sent_at` just now."""

    direction: Direction
    body: str
    automatic: bool = False
    external_id: str | None = None
    sent_at: datetime | None = None


class Taken(msgspec.Struct, frozen=True):
    """A message with the conversation as it is now, the workflows that it paused or ended, and the interactions that
    it made. `is_repeat`: the message was there already, and nothing has happened."""

    message: Message
    conversation: Conversation
    workflows: list[Overview] = []
    interactions: list[Interaction] = []
    is_repeat: bool = False


async def add_message(acting: Acting, conversation_id: UUID, wanted: NewMessage) -> Taken:
    """Record a message. One that a person sent in reopens the conversation, is met by the rules, and pauses or ends
    the customer's workflows as their templates say; afterwards an active customer has something planned.

    A message whose `external_id` is there already is answered as it is. Raises NotFound, Invalid for a time ahead,
    Conflict for an erased customer.
    """
    conversation = await lock_conversation(acting, conversation_id)
    if wanted.external_id is not None:
        there = await messages.find_message(acting.tx, acting.tenant_id, conversation_id, wanted.external_id)
        if there is not None:
            return Taken(there, conversation, is_repeat=True)
    changes.refuse_erased(await customers.get_customer(acting.tx, acting.tenant_id, conversation.customer_id))
    message = _message(acting, conversation_id, wanted)
    await messages.insert_message(acting.tx, acting.tenant_id, message)
    await _note(acting, conversation, message)
    if message.direction == "outbound" or message.automatic:
        return Taken(message, conversation)
    return await _replied(acting, conversation, message)


def _message(acting: Acting, conversation_id: UUID, wanted: NewMessage) -> Message:
    sent_at = wanted.sent_at or acting.now
    if sent_at > acting.now:
        raise errors.Invalid.field("sent_at", "lies in the future")
    return Message(
        id=acting.new_id(),
        conversation_id=conversation_id,
        direction=wanted.direction,
        automatic=wanted.automatic,
        body=wanted.body,
        author_id=acting.actor.id if wanted.direction == "outbound" else None,
        external_id=wanted.external_id,
        sent_at=sent_at,
        created_at=acting.now,
    )


async def _replied(acting: Acting, conversation: Conversation, message: Message) -> Taken:
    reopened = await save_conversation(acting, conversation, msgspec.structs.replace(conversation, status="open"))
    made = await ruling.follow_rules(acting, reopened, "message_received")
    moved = await _move_workflows(acting, conversation.customer_id)
    if moved:
        answer = await ruling.respond(acting, reopened)
        made += [] if answer is None else [answer]
    return Taken(message, reopened, moved, made)


async def _move_workflows(acting: Acting, customer_id: UUID) -> list[Overview]:
    """Pause or leave each run as its template's `on_reply` says. What follows a left one, the reply decides."""
    moved = []
    for run in await workflows.list_replied_to(acting.tx, acting.tenant_id, customer_id):
        if run.on_reply == "exit":
            left = await workflow_verbs.exit_workflow(acting, run.id, REPLIED, "none")
            moved.append(left.overview)
        elif run.on_reply == "pause" and run.status == "active":
            moved.append(await workflow_verbs.pause_workflow(acting, run.id, None, REPLIED))
    return moved


async def _note(acting: Acting, conversation: Conversation, message: Message) -> None:
    kind = "conversation.message_received" if message.direction == "inbound" else "conversation.message_sent"
    event = changes.customer_event(acting, kind, conversation.customer_id, new=changes.everything(message))
    await events.insert_events(acting.tx, acting.tenant_id, changes.writing(acting), [event])
