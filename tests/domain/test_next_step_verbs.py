"""Skipping, cancelling, starting and repairing; and channels on which the customer must not be contacted."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec import structs

from onward.domain import next_step
from onward.domain.decisions import Act, Decision, WorkflowChange, WorkflowStart
from onward.domain.errors import Conflict, Invalid
from onward.domain.records import Branch, FollowUp, TenantSettings
from onward.domain.schedule import Moment

from .cast import (
    ADA,
    BEN,
    CAMPAIGN,
    CONVERSATION,
    DEFAULT_TEMPLATE,
    GONE,
    NOW,
    OPEN_ITEM,
    OTHER_TEMPLATE,
    TEMPLATE,
    asked,
    at,
    candidate,
    complete,
    definition,
    in_workflow,
    interaction,
    nora,
    situation,
    step,
    workflow,
)

OTHER = {OTHER_TEMPLATE: candidate(OTHER_TEMPLATE)}
DEFAULT = {DEFAULT_TEMPLATE: candidate(DEFAULT_TEMPLATE, "Standard")}
NO_PHONE: dict[str, Any] = {
    "customer": nora(do_not_contact=["phone"]),
    "channels": {"phone_call": "phone", "sms": "sms", "follow_up": "none"},
}


# Skipping


def skip(planned_at: Any = None) -> Decision:
    chosen = definition(
        step(1, next_step=2, branches=(Branch(("kind:neutral",), exit="no"), Branch(("skipped",), next_step=3))),
        step(2),
        step(3, scheduled_offset_days=2),
    )
    item = interaction(workflow_id=workflow().id, step_number=1, scheduled_at=planned_at)
    return next_step.decide(in_workflow(chosen, interaction=item), Act("skip", now=NOW, at=NOW))


@pytest.mark.parametrize(
    ("planned_at", "expected", "told"),
    [
        (None, NOW + timedelta(days=2), "2 days after skipping"),
        (NOW - timedelta(days=5), NOW + timedelta(days=2), "2 days after skipping"),
        (NOW + timedelta(days=5), NOW + timedelta(days=7), "2 days after the skipped step's planned day"),
    ],
)
def test_skipping_decides_as_for_the_outcome_skipped(planned_at: Any, expected: Any, told: str) -> None:
    decision = skip(planned_at)
    assert decision.planned is not None
    assert (decision.next_step.reason, decision.planned.step_number) == ("branch", 3)
    assert decision.planned.scheduled_at == expected
    assert told in decision.planned.explanation


def test_skipping_outside_a_workflow() -> None:
    item = interaction(scheduled_at=NOW + timedelta(days=1))
    decision = next_step.decide(situation(interaction=item), Act("skip", now=NOW, at=NOW))
    assert decision.planned is not None
    assert decision.planned.scheduled_at == NOW + timedelta(days=4)


@pytest.mark.parametrize("verb", ["skip", "cancel"])
def test_next_comes_with_completion_only(verb: Any) -> None:
    act = structs.replace(asked(none=True), verb=verb)
    with pytest.raises(Invalid, match="completion only"):
        next_step.decide(situation(), act)


# Cancelling


def cancel(then: Any, **changes: Any) -> Decision:
    return next_step.decide(in_workflow(**changes), Act("cancel", now=NOW, at=NOW, then=then))


def test_cancelling_keeps_moving() -> None:
    decision = cancel("keep_moving", candidates=DEFAULT, default_template_id=DEFAULT_TEMPLATE)
    assert decision.next_step.reason == "default_template"
    assert decision.workflow_change == WorkflowChange("exited", "step_cancelled", 1, {})
    assert decision.planned is not None
    assert decision.planned.scheduled_at == NOW


def test_cancelling_adds_nothing_where_something_is_planned() -> None:
    decision = cancel("keep_moving", other_open_id=OPEN_ITEM)
    assert (decision.planned, decision.next_step.reason) == (None, "already_planned")
    assert decision.workflow_change == WorkflowChange("exited", "step_cancelled", 1, {})


def test_cancelling_can_advance() -> None:
    decision = cancel("advance")
    assert decision.next_step.reason == "template"
    assert decision.workflow_change == WorkflowChange("active", None, 2, {})


def test_cancelling_can_exit() -> None:
    decision = cancel("exit", candidates=DEFAULT, default_template_id=DEFAULT_TEMPLATE)
    assert (decision.planned, decision.workflow_start) == (None, None)
    assert (decision.next_step.created, decision.next_step.reason) == (False, "exit")
    assert decision.workflow_change == WorkflowChange("exited", "step_cancelled", 1, {})


def test_cancelling_outside_a_workflow() -> None:
    act = Act("cancel", now=NOW, at=NOW)
    assert next_step.decide(situation(), act).next_step.reason == "default_follow_up"
    exit_act = Act("cancel", now=NOW, at=NOW, then="exit")
    assert next_step.decide(situation(), exit_act).workflow_change is None


# Channels on which the customer must not be contacted


@pytest.mark.parametrize("branches", [(), (Branch(("success",), next_step=2),)])
def test_a_blocked_step_uses_its_fallback_type(branches: tuple[Branch, ...]) -> None:
    chosen = definition(step(1, next_step=2, branches=branches), step(2, fallback_type="sms", scheduled_offset_days=1))
    planned = next_step.decide(in_workflow(chosen, **NO_PHONE), complete()).planned
    assert planned is not None
    assert (planned.type, planned.title) == ("sms", "Step 2")
    assert planned.origin == ("branch" if branches else "template")
    assert "must not be contacted by phone" in planned.explanation


@pytest.mark.parametrize("fallback_type", [None, "phone_call"])
def test_a_blocked_step_is_stood_in_for_and_the_workflow_goes_on(fallback_type: str | None) -> None:
    chosen = definition(step(1, next_step=2), step(2, fallback_type=fallback_type, assignee="owner"))
    decision = next_step.decide(in_workflow(chosen, other_open_id=OPEN_ITEM, **NO_PHONE), complete())
    planned = decision.planned
    assert planned is not None
    assert (planned.type, planned.title) == ("follow_up", "Follow up with Nora")
    assert (planned.origin, decision.next_step.reason) == ("default_follow_up", "default_follow_up")
    assert (planned.belongs_to, planned.step_number, planned.campaign_id) == ("current", 2, CAMPAIGN)
    assert planned.scheduled_at == NOW + timedelta(days=3)
    assert planned.assignee_id == ADA
    assert decision.workflow_change == WorkflowChange("active", None, 2, {})
    assert "in place of step 2 of 'Sales'" in planned.explanation
    assert "must not be contacted by phone" in planned.explanation


def test_a_follow_up_on_a_blocked_channel_is_a_plain_one() -> None:
    settings = TenantSettings(follow_up=FollowUp(type="phone_call", title="Call"))
    planned = next_step.decide(situation(settings=settings, **NO_PHONE), complete()).planned
    assert planned is not None
    assert (planned.type, planned.title) == ("follow_up", "Call")
    assert "must not be contacted by phone" in planned.explanation


def test_a_template_with_a_way_round_a_blocked_first_step_starts() -> None:
    chosen = definition(step(1, fallback_type="sms"), name="Standard")
    candidates = {DEFAULT_TEMPLATE: candidate(DEFAULT_TEMPLATE, definition=chosen)}
    where = situation(candidates=candidates, default_template_id=DEFAULT_TEMPLATE, **NO_PHONE)
    planned = next_step.decide(where, complete()).planned
    assert planned is not None
    assert (planned.origin, planned.type) == ("default_template", "sms")


def test_a_type_without_a_channel_is_never_blocked() -> None:
    customer = nora(do_not_contact=["none", "phone"])
    planned = next_step.decide(situation(**NO_PHONE | {"customer": customer}), complete()).planned
    assert planned is not None
    assert "type follow_up" not in planned.explanation


# Starting


def start(moment: Moment | None = None, **changes: Any) -> Decision:
    fields = changes.pop("fields", {})
    chosen = changes.pop("chosen", candidate(TEMPLATE, "Sales"))
    where = situation(interaction=None, **changes)
    return next_step.decide_start(where, chosen, moment, NOW, **fields)


def test_starting_a_workflow() -> None:
    decision = start(fields={"campaign_id": CAMPAIGN, "conversation_id": CONVERSATION, "assignee_id": BEN})
    planned = decision.planned
    assert planned is not None
    assert (planned.origin, planned.belongs_to, planned.step_number) == ("workflow_start", "new", 1)
    assert (planned.scheduled_at, planned.assignee_id) == (NOW, BEN)
    assert (planned.campaign_id, planned.conversation_id) == (CAMPAIGN, CONVERSATION)
    assert decision.workflow_start == WorkflowStart(TEMPLATE, 2, CAMPAIGN, CONVERSATION, BEN)
    assert decision.next_step.reason == "workflow_start"
    assert planned.explanation == "Step 1 of 'Sales', planned for the day of the start; due the same day."


def test_a_start_date_in_the_past_is_kept() -> None:
    planned = start(Moment(at("2025-12-01"), all_day=True)).planned
    assert planned is not None
    assert (planned.scheduled_at, planned.scheduled_all_day) == (at("2025-12-01"), True)


@pytest.mark.parametrize(
    ("wanted", "given", "expected"),
    [("owner", BEN, ADA), (None, BEN, BEN), ("same", BEN, BEN), (None, None, ADA), (None, GONE, ADA)],
)
def test_who_the_first_step_is_for(wanted: str | None, given: Any, expected: Any) -> None:
    chosen = candidate(TEMPLATE, definition=definition(step(1, assignee=wanted)))
    planned = start(chosen=chosen, fields={"assignee_id": given}).planned
    assert planned is not None
    assert planned.assignee_id == expected


def test_a_start_has_no_predecessor() -> None:
    where = in_workflow(running_template_ids=frozenset())
    planned = next_step.decide_start(where, candidate(OTHER_TEMPLATE), None, NOW).planned
    assert planned is not None
    assert planned.assignee_id == ADA


def test_a_start_is_refused_for_a_template_that_cannot() -> None:
    with pytest.raises(Conflict, match="not active"):
        start(chosen=candidate(TEMPLATE, is_usable=False))
    with pytest.raises(Conflict, match="already running"):
        start(running_template_ids=frozenset({TEMPLATE}))


def test_a_blocked_first_step_is_stood_in_for() -> None:
    decision = start(Moment(at("2026-01-30"), all_day=True), **NO_PHONE)
    assert decision.planned is not None
    assert (decision.planned.type, decision.planned.origin) == ("follow_up", "default_follow_up")
    assert (decision.planned.belongs_to, decision.planned.step_number) == ("new", 1)
    assert decision.workflow_start is not None


# Layers 5 and 6 alone


def test_a_customer_who_is_back_gets_the_default_template() -> None:
    where = situation(interaction=None, candidates=DEFAULT, default_template_id=DEFAULT_TEMPLATE)
    decision = next_step.decide_fallback(where, NOW, anchor=NOW + timedelta(days=1))
    assert decision.next_step.reason == "default_template"
    assert decision.planned is not None
    assert decision.planned.scheduled_at == NOW + timedelta(days=1)
    assert decision.planned.assignee_id == ADA


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, "default_follow_up"),
        ({"other_open_id": OPEN_ITEM}, "already_planned"),
        ({"customer": nora(status="closed")}, "customer_inactive"),
    ],
)
def test_a_repair_minds_the_guards(changes: dict[str, Any], reason: str) -> None:
    where = situation(interaction=None, **changes)
    assert next_step.decide_fallback(where, NOW, anchor=NOW).next_step.reason == reason


def test_deciding_needs_an_interaction() -> None:
    with pytest.raises(ValueError, match="interaction"):
        next_step.decide(situation(interaction=None), complete())
