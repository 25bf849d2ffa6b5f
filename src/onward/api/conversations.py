"""Conversations over HTTP."""

from onward.actions import conversations
from onward.api import cursors
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes.conversations import (
    ConversationOut,
    ConversationPageOut,
    CreateConversationIn,
    ListConversationsQuery,
)
from onward.domain.roles import Permission
from onward.store import conversations as store_conversations

ROUTES = Routes()
TAG = "Conversations"


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
    found = await store_conversations.list_conversations(
        acting.tx, acting.tenant_id, query.customer_id, page.keyset, query.limit + 1
    )
    shown = found[: query.limit]
    more = len(found) > query.limit
    cursor = page.cursor(shown[-1].id, getattr(shown[-1], page.keyset.sort)) if more else None
    return Answer(ConversationPageOut([ConversationOut.of(one) for one in shown], cursor))


@ROUTES.post(
    "/v1/conversations",
    permission=Permission.WRITE_CONVERSATIONS,
    body=CreateConversationIn,
    answers=ConversationOut,
    status=201,
    summary="Create a conversation",
    tag=TAG,
)
async def create_conversation(call: Call, body: CreateConversationIn) -> Answer:
    made = await conversations.create_conversation(
        call.acting, body.customer_id, body.channel, body.subject, body.external_id
    )
    return Answer(ConversationOut.of(made), etag=made.version, location=f"/v1/conversations/{made.id}")


@ROUTES.get(
    "/v1/conversations/{conversation_id:uuid}",
    permission=Permission.READ,
    answers=ConversationOut,
    summary="Get a conversation",
    tag=TAG,
)
async def get_conversation(call: Call) -> Answer:
    acting = call.acting
    found = await store_conversations.get_conversation(acting.tx, acting.tenant_id, call.id("conversation_id"))
    return Answer(ConversationOut.of(found), etag=found.version)
