"""Following a tenant's conversation rules: what they start or create, in the transaction that set them off."""

from onward.actions import planning
from onward.actions.acting import Acting
from onward.domain import conversations
from onward.domain.conversation_records import ConversationRule, Trigger
from onward.domain.decisions import Decision, Situation
from onward.domain.records import Conversation, Interaction
from onward.store import conversation_rules, situations


async def follow_rules(acting: Acting, conversation: Conversation, trigger: Trigger) -> list[Interaction]:
    """Follow the rules in their order and answer the interactions that they made. The customer must be locked.

    A rule's own step is not doubled: while one of its type is open in the conversation, no further one is made.
    """
    rules = await conversation_rules.list_rules_for(acting.tx, acting.tenant_id, trigger, conversation.channel)
    made = [await _follow(acting, rule, conversation) for rule in rules]
    return [interaction for interaction in made if interaction is not None]


async def respond(acting: Acting, conversation: Conversation) -> Interaction | None:
    """A step for today, unless the customer has something planned or is not active. The customer must be locked."""
    situation = await situations.get_customer_situation(acting.tx, acting.tenant_id, conversation.customer_id, [])
    if situation.other_open_id is not None or situation.customer.status != "active":
        return None
    decision = conversations.decide_response(situation, conversation.id, acting.now)
    return await _save(acting, decision, situation)


async def _follow(acting: Acting, rule: ConversationRule, conversation: Conversation) -> Interaction | None:
    named = [rule.template_id] if rule.template_id is not None else []
    # Read anew for each rule: the one before may have started something.
    situation = await situations.get_customer_situation(acting.tx, acting.tenant_id, conversation.customer_id, named)
    decision = conversations.decide_rule(situation, rule, conversation.id, acting.now)
    if decision is None or await _is_waiting(acting, decision, conversation):
        return None
    return await _save(acting, decision, situation)


async def _is_waiting(acting: Acting, decision: Decision, conversation: Conversation) -> bool:
    planned = decision.planned
    if planned is None or decision.workflow_start is not None:
        return False
    return await conversation_rules.is_waiting(
        acting.tx, acting.tenant_id, conversation.id, planned.origin, planned.type
    )


async def _save(acting: Acting, decision: Decision, situation: Situation) -> Interaction | None:
    rows = planning.rows_of(acting, decision, situation.customer, None)
    await planning.save_unlinked(acting, rows)
    return rows.interaction
