"""Conversation rules over HTTP."""

from onward.actions import conversation_rules
from onward.actions.conversation_rules import RuleEdit
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes.conversation_rules import (
    ConversationRuleOut,
    ConversationRulesOut,
    CreateConversationRuleIn,
    EditConversationRuleIn,
    RuleStepIn,
)
from onward.domain.conversation_records import ConversationRule
from onward.domain.roles import Permission
from onward.store import conversation_rules as store_rules

ROUTES = Routes()
TAG = "Conversations"
_FOLDER = "/v1/conversation-rules"
_ONE = _FOLDER + "/{rule_id:uuid}"


@ROUTES.get(
    _FOLDER,
    permission=Permission.READ,
    answers=ConversationRulesOut,
    summary="List the conversation rules in the order in which they are followed",
    tag=TAG,
)
async def list_conversation_rules(call: Call) -> Answer:
    found = await store_rules.list_rules(call.acting.tx, call.acting.tenant_id)
    return Answer(ConversationRulesOut([ConversationRuleOut.of(one) for one in found]))


@ROUTES.post(
    _FOLDER,
    permission=Permission.WRITE_SETTINGS,
    body=CreateConversationRuleIn,
    answers=ConversationRuleOut,
    status=201,
    summary="Make a conversation rule",
    tag=TAG,
)
async def create_conversation_rule(call: Call, body: CreateConversationRuleIn) -> Answer:
    made = await conversation_rules.create_rule(
        call.acting,
        body.name,
        body.trigger,
        channel=body.channel,
        template_id=body.template_id,
        step=body.step.step() if body.step is not None else None,
        is_active=body.is_active,
    )
    return _answer(made, location=f"{_FOLDER}/{made.id}")


@ROUTES.get(_ONE, permission=Permission.READ, answers=ConversationRuleOut, summary="Get a conversation rule", tag=TAG)
async def get_conversation_rule(call: Call) -> Answer:
    return _answer(await store_rules.get_rule(call.acting.tx, call.acting.tenant_id, call.id("rule_id")))


@ROUTES.put(
    _ONE,
    permission=Permission.WRITE_SETTINGS,
    body=EditConversationRuleIn,
    answers=ConversationRuleOut,
    if_match=True,
    summary="Change a conversation rule",
    tag=TAG,
)
async def edit_conversation_rule(call: Call, body: EditConversationRuleIn) -> Answer:
    """Only the fields sent change; a template alone takes the step's place, and the other way round."""
    edit = RuleEdit(
        name=body.name,
        trigger=body.trigger,
        channel=body.channel,
        template_id=body.template_id,
        step=body.step.step() if isinstance(body.step, RuleStepIn) else body.step,
        is_active=body.is_active,
    )
    return _answer(await conversation_rules.edit_rule(call.acting, call.id("rule_id"), edit, call.if_match))


@ROUTES.delete(
    _ONE,
    permission=Permission.WRITE_SETTINGS,
    status=204,
    if_match=True,
    summary="Remove a conversation rule",
    tag=TAG,
)
async def delete_conversation_rule(call: Call) -> Answer:
    """What it made stays."""
    await conversation_rules.delete_rule(call.acting, call.id("rule_id"), call.if_match)
    return Answer(details={"rule_id": call.id("rule_id")})


def _answer(rule: ConversationRule, location: str | None = None) -> Answer:
    return Answer(ConversationRuleOut.of(rule), etag=rule.version, location=location)
