"""Conversation rules: made, changed and removed by those who set the tenant up."""

from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from onward.actions import changes
from onward.actions.acting import Acting
from onward.domain import conversations, errors
from onward.domain.conversation_records import ConversationRule, RuleStep, Trigger
from onward.domain.records import Channel, Event
from onward.store import conversation_rules, events

_FOLLOWS = ("template_id", "step")


class RuleEdit(msgspec.Struct, frozen=True):
    """New values; what is UNSET stays as it is."""

    name: str | UnsetType = UNSET
    trigger: Trigger | UnsetType = UNSET
    channel: Channel | UnsetType | None = UNSET
    template_id: UUID | UnsetType | None = UNSET
    step: RuleStep | UnsetType | None = UNSET
    is_active: bool | UnsetType = UNSET


async def create_rule(
    acting: Acting,
    name: str,
    trigger: Trigger,
    *,
    channel: Channel | None = None,
    template_id: UUID | None = None,
    step: RuleStep | None = None,
    is_active: bool = True,
) -> ConversationRule:
    """Raises Invalid for an unknown template, and unless exactly one of `template_id` and `step` is given."""
    made = ConversationRule(
        id=acting.new_id(),
        name=name,
        trigger=trigger,
        channel=channel,
        template_id=template_id,
        step=step,
        is_active=is_active,
        version=1,
        created_at=acting.now,
        updated_at=acting.now,
    )
    _check(made)
    await conversation_rules.insert_rule(acting.tx, acting.tenant_id, made)
    await _note(acting, "conversation.rule_created", None, changes.everything(made))
    return made


async def edit_rule(acting: Acting, rule_id: UUID, edit: RuleEdit, if_match: int | None = None) -> ConversationRule:
    """Only the fields sent change; a `template_id` alone takes the step away, and the other way round.

    Raises NotFound, Stale, Invalid.
    """
    before = await _locked(acting, rule_id, if_match)
    sent = {name: value for name, value in msgspec.structs.asdict(edit).items() if value is not UNSET}
    if sent.get("template_id") is not None:
        sent.setdefault("step", None)
    if sent.get("step") is not None:
        sent.setdefault("template_id", None)
    after = msgspec.structs.replace(before, **sent)
    _check(after)
    columns = [name for name in sent if getattr(before, name) != getattr(after, name)]
    if not columns:
        return before
    after = msgspec.structs.replace(after, version=before.version + 1, updated_at=acting.now)
    await conversation_rules.update_rule(acting.tx, acting.tenant_id, after)
    old, new = ({"id": rule_id, **changes.picked(one, columns)} for one in (before, after))
    await _note(acting, "conversation.rule_updated", old, new)
    return after


async def delete_rule(acting: Acting, rule_id: UUID, if_match: int | None = None) -> None:
    """What it made stays. Raises NotFound, Stale."""
    before = await _locked(acting, rule_id, if_match)
    await conversation_rules.delete_rule(acting.tx, acting.tenant_id, rule_id)
    await _note(acting, "conversation.rule_deleted", changes.everything(before), None)


async def _locked(acting: Acting, rule_id: UUID, if_match: int | None) -> ConversationRule:
    await conversation_rules.lock_rule(acting.tx, acting.tenant_id, rule_id)
    found = await conversation_rules.get_rule(acting.tx, acting.tenant_id, rule_id)
    changes.check_version(found.version, if_match)
    return found


def _check(rule: ConversationRule) -> None:
    if (rule.template_id is None) == (rule.step is None):
        raise errors.Invalid([errors.Fault(name, "give exactly one of template_id and step") for name in _FOLLOWS])
    if rule.step is not None and (faults := conversations.step_faults(rule.step, "step")):
        raise errors.Invalid(faults)


async def _note(acting: Acting, kind: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> None:
    event = Event(id=acting.new_id(), kind=kind, old=old, new=new)
    await events.insert_events(acting.tx, acting.tenant_id, changes.writing(acting), [event])
