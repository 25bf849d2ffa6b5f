"""Conversations over HTTP, and what is said in them."""

from onward.actions import conversations, interactions, messages
from onward.actions.conversations import ConversationEdit
from onward.actions.interactions import NewInteraction
from onward.actions.messages import NewMessage, Taken
from onward.api import cursors
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes import fields
from onward.api.shapes.conversations import (
    ConversationOut,
    ConversationPageOut,
    CreateConversationIn,
    CreateFromConversationIn,
    CreateMessageIn,
    EditConversationIn,
    ListConversationsQuery,
    ListMessagesQuery,
    MessageOut,
    MessagePageOut,
    OpenedConversationOut,
    TakenMessageOut,
)
from onward.api.shapes.interactions import InteractionOut, View
from onward.api.shapes.workflows import WorkflowOut
from onward.domain.roles import Permission
from onward.store import conversations as store_conversations
from onward.store import messages as store_messages
from onward.store.conversations import ConversationFilter

ROUTES = Routes()
TAG = "Conversations"
_ONE = "/v1/conversations/{conversation_id:uuid}"


@ROUTES.get(
    "/v1/conversations",
    permission=Permission.READ,
    query=ListConversationsQuery,
    answers=ConversationPageOut,
    summary="List conversations",
    tag=TAG,
)
async def list_conversations(call: Call, query: ListConversationsQuery) -> Answer:
    acting = call.acting
    page = cursors.page_of(query, acting.now, store_conversations.ORDERS)
    wanted = ConversationFilter(query.customer_id, list(query.status), list(query.channel), query.external_id)
    found = await store_conversations.list_conversations(
        acting.tx, acting.tenant_id, wanted, page.keyset, query.limit + 1
    )
    shown = found[: query.limit]
    more = len(found) > query.limit
    cursor = page.cursor(shown[-1].id, getattr(shown[-1], page.keyset.sort)) if more else None
    return Answer(ConversationPageOut([ConversationOut.of(one) for one in shown], cursor))


@ROUTES.post(
    "/v1/conversations",
    permission=Permission.WRITE_CONVERSATIONS,
    body=CreateConversationIn,
    answers=OpenedConversationOut,
    status=201,
    summary="Open a conversation; the conversation rules are followed",
    tag=TAG,
)
async def create_conversation(call: Call, body: CreateConversationIn) -> Answer:
    opened = await conversations.create_conversation(
        call.acting, body.customer_id, body.channel, body.subject, body.external_id
    )
    made, view = opened.conversation, View.of(call.acting)
    content = OpenedConversationOut.opened(made, [view.interaction(one) for one in opened.interactions])
    return Answer(content, etag=made.version, location=f"/v1/conversations/{made.id}")


@ROUTES.get(_ONE, permission=Permission.READ, answers=ConversationOut, summary="Get a conversation", tag=TAG)
async def get_conversation(call: Call) -> Answer:
    acting = call.acting
    found = await store_conversations.get_conversation(acting.tx, acting.tenant_id, call.id("conversation_id"))
    return Answer(ConversationOut.of(found), etag=found.version)


@ROUTES.put(
    _ONE,
    permission=Permission.WRITE_CONVERSATIONS,
    body=EditConversationIn,
    answers=ConversationOut,
    if_match=True,
    summary="Change a conversation",
    tag=TAG,
)
async def edit_conversation(call: Call, body: EditConversationIn) -> Answer:
    """Only the fields sent change."""
    edit = ConversationEdit(body.subject, body.status, body.external_id)
    edited = await conversations.edit_conversation(call.acting, call.id("conversation_id"), edit, call.if_match)
    return Answer(ConversationOut.of(edited), etag=edited.version)


@ROUTES.delete(
    _ONE,
    permission=Permission.WRITE_CONVERSATIONS,
    status=204,
    if_match=True,
    summary="Remove a conversation that nothing came of",
    tag=TAG,
)
async def delete_conversation(call: Call) -> Answer:
    """A conflict once something was said in it, or a step or a workflow came of it: close it instead."""
    await conversations.delete_conversation(call.acting, call.id("conversation_id"), call.if_match)
    return Answer()


@ROUTES.post(
    _ONE + "/interactions",
    permission=Permission.WRITE_CONVERSATIONS,
    body=CreateFromConversationIn,
    answers=InteractionOut,
    status=201,
    summary="Create an interaction from a conversation",
    tag=TAG,
)
async def create_from_conversation(call: Call, body: CreateFromConversationIn) -> Answer:
    """It is with the conversation's customer, and its outcome can set the conversation's status."""
    acting = call.acting
    conversation = await conversations.lock_conversation(acting, call.id("conversation_id"))
    wanted = NewInteraction(
        customer_id=conversation.customer_id,
        conversation_id=conversation.id,
        type=body.type,
        title=body.title,
        description=body.description,
        priority=body.priority,
        scheduled=fields.moment(body.scheduled_at, acting.settings, "scheduled_at"),
        due=fields.moment(body.due_at, acting.settings, "due_at"),
        campaign_id=body.campaign_id,
        assignee_id=body.assignee_id,
        metadata=fields.checked_metadata(body.metadata),
    )
    made = await interactions.create_interaction(acting, wanted)
    return Answer(
        View.of(acting).interaction(made),
        etag=made.version,
        location=f"/v1/interactions/{made.id}",
        interaction_id=made.id,
    )


@ROUTES.get(
    _ONE + "/messages",
    permission=Permission.READ,
    query=ListMessagesQuery,
    answers=MessagePageOut,
    summary="List what was said in a conversation",
    tag=TAG,
)
async def list_messages(call: Call, query: ListMessagesQuery) -> Answer:
    acting, conversation_id = call.acting, call.id("conversation_id")
    page = cursors.page_of(query, acting.now, store_messages.ORDERS, scope=str(conversation_id))
    await store_conversations.get_conversation(acting.tx, acting.tenant_id, conversation_id)
    found = await store_messages.list_messages(
        acting.tx, acting.tenant_id, conversation_id, page.keyset, query.limit + 1
    )
    shown = found[: query.limit]
    cursor = page.cursor(shown[-1].id, shown[-1].sent_at) if len(found) > query.limit else None
    return Answer(MessagePageOut([MessageOut.of(one) for one in shown], cursor))


@ROUTES.post(
    _ONE + "/messages",
    permission=Permission.WRITE_CONVERSATIONS,
    body=CreateMessageIn,
    answers=TakenMessageOut,
    status=201,
    also=(200,),
    summary="Record a message; a customer's own words can pause or end workflows",
    tag=TAG,
)
async def create_message(call: Call, body: CreateMessageIn) -> Answer:
    """What a person sent in reopens the conversation, is met by the conversation rules, and pauses or ends the
    customer's workflows as their templates' `on_reply` says. A message whose `external_id` is there already is
    answered with 200 as it is."""
    acting = call.acting
    wanted = NewMessage(
        direction=body.direction,
        body=body.body,
        automatic=body.automatic,
        external_id=body.external_id,
        sent_at=fields.instant(body.sent_at, acting.settings, "sent_at"),
    )
    taken = await messages.add_message(acting, call.id("conversation_id"), wanted)
    return Answer(_taken(taken, View.of(acting)), status=200 if taken.is_repeat else 201)


def _taken(taken: Taken, view: View) -> TakenMessageOut:
    return TakenMessageOut(
        MessageOut.of(taken.message),
        ConversationOut.of(taken.conversation),
        [WorkflowOut.of(one) for one in taken.workflows],
        [view.interaction(one) for one in taken.interactions],
    )
