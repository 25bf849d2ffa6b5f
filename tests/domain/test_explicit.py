"""Layer 1: the next step that the caller asks for."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec import structs

from onward.domain import next_step
from onward.domain.decisions import WorkflowChange, WorkflowStart
from onward.domain.errors import Conflict, Invalid
from onward.domain.records import Branch

from .cast import (
    ADA,
    BEN,
    CONVERSATION,
    DEFAULT_TEMPLATE,
    GONE,
    NOW,
    OLD_CAMPAIGN,
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


def test_an_explicit_step_outside_a_workflow() -> None:
    item = interaction(campaign_id=OLD_CAMPAIGN, conversation_id=CONVERSATION)
    act = asked(type="meeting", title="Meet Nora", priority="high", metadata={"room": "2"}, due_at=NOW)
    decision = next_step.decide(situation(interaction=item), act)
    planned = decision.planned
    assert planned is not None
    assert (planned.type, planned.title, planned.origin) == ("meeting", "Meet Nora", "explicit")
    assert (planned.priority, planned.metadata, planned.assignee_id) == ("high", {"room": "2"}, BEN)
    assert (planned.campaign_id, planned.conversation_id) == (OLD_CAMPAIGN, CONVERSATION)
    assert (planned.belongs_to, planned.step_number) == (None, None)
    assert (decision.next_step.created, decision.next_step.reason) == (True, "explicit")
    assert decision.workflow_change is None


@pytest.mark.parametrize(
    "dates",
    [
        {"scheduled_at": NOW},
        {"due_at": NOW, "due_all_day": True},
        {"scheduled_at": NOW, "scheduled_all_day": True, "due_at": NOW + timedelta(days=1)},
        {"scheduled_at": NOW - timedelta(days=9)},
        {"scheduled_at": NOW, "due_at": at("2026-01-21"), "due_all_day": True},
    ],
)
def test_explicit_dates_stand_as_given(dates: dict[str, Any]) -> None:
    planned = next_step.decide(situation(), asked(type="meeting", title="Meet", **dates)).planned
    assert planned is not None
    given = {"scheduled_at": None, "scheduled_all_day": False, "due_at": None, "due_all_day": False} | dates
    assert {name: getattr(planned, name) for name in given} == given
    assert planned.explanation == "As asked on completion."


def test_an_explicit_step_without_dates_is_planned_as_a_follow_up_would_be() -> None:
    planned = next_step.decide(situation(), asked(type="meeting", title="Meet")).planned
    assert planned is not None
    assert planned.scheduled_at == NOW + timedelta(days=3)
    assert planned.due_at == NOW + timedelta(days=5)
    assert planned.explanation == "As asked on completion, planned 3 days after completion; due 2 days later."


def test_an_explicit_step_wins_over_everything() -> None:
    chosen = definition(step(1, branches=(Branch(("success",), exit="won"),)), end_action="stop")
    where = in_workflow(chosen, customer=nora(status="paused"), other_open_id=OPEN_ITEM)
    assert next_step.decide(where, asked(type="meeting", title="Meet")).next_step.reason == "explicit"


def test_a_detour_takes_the_place_of_the_finished_step() -> None:
    decision = next_step.decide(in_workflow(number=1), asked(type="meeting", title="Meet"))
    planned = decision.planned
    assert planned is not None
    assert (planned.belongs_to, planned.step_number) == ("current", 1)
    assert (planned.template_id, planned.template_version) == (TEMPLATE, 3)
    assert planned.campaign_id == OLD_CAMPAIGN
    assert (decision.workflow_change, decision.workflow_start) == (None, None)
    assert "a detour from step 1 of 'Sales'" in planned.explanation


def test_completing_a_detour_goes_on_from_the_step_whose_place_it_took() -> None:
    where = in_workflow(number=1)
    detour = next_step.decide(where, asked(type="meeting", title="Meet")).planned
    assert detour is not None
    item = interaction(type=detour.type, origin="explicit", workflow_id=workflow().id, step_number=detour.step_number)
    after = next_step.decide(structs.replace(where, interaction=item), complete())
    assert after.planned is not None
    assert (after.planned.origin, after.planned.step_number) == ("template", 2)


def test_an_explicit_template_replaces_the_workflow() -> None:
    decision = next_step.decide(in_workflow(candidates=OTHER), asked(template_id=OTHER_TEMPLATE))
    assert decision.next_step.reason == "explicit"
    assert decision.workflow_change == WorkflowChange("exited", "replaced", 1, {})
    assert decision.workflow_start == WorkflowStart(OTHER_TEMPLATE, 2, OLD_CAMPAIGN, None)
    assert decision.planned is not None
    assert (decision.planned.belongs_to, decision.planned.step_number) == ("new", 1)


def test_the_workflows_own_template_can_be_asked_for() -> None:
    where = in_workflow(candidates={TEMPLATE: candidate(TEMPLATE)})
    assert next_step.decide(where, asked(template_id=TEMPLATE)).workflow_start is not None


@pytest.mark.parametrize("status", ["active", "paused"])
def test_none_stops_the_workflow(status: Any) -> None:
    where = in_workflow(workflow=workflow(status=status), candidates=DEFAULT, default_template_id=DEFAULT_TEMPLATE)
    decision = next_step.decide(where, asked(none=True, why="Moved away"))
    assert (decision.planned, decision.workflow_start) == (None, None)
    assert (decision.next_step.created, decision.next_step.reason) == (False, "explicit")
    assert "Moved away" in decision.next_step.explanation
    assert decision.workflow_change == WorkflowChange("exited", "stopped", 1, {})


def test_none_outside_a_workflow() -> None:
    assert next_step.decide(situation(), asked(none=True)).workflow_change is None


@pytest.mark.parametrize(
    ("changes", "fields", "told"),
    [
        ({}, {"template_id": OTHER_TEMPLATE}, "does not exist"),
        (
            {"candidates": {OTHER_TEMPLATE: candidate(OTHER_TEMPLATE, is_usable=False)}},
            {"template_id": OTHER_TEMPLATE},
            "not active",
        ),
        (
            {"candidates": OTHER, "running_template_ids": frozenset({OTHER_TEMPLATE})},
            {"template_id": OTHER_TEMPLATE},
            "already running",
        ),
        ({"candidates": OTHER, **NO_PHONE}, {"template_id": OTHER_TEMPLATE}, "contacted by phone"),
        (NO_PHONE, {"type": "phone_call", "title": "Call"}, "contacted by phone"),
        ({"workflow": workflow(status="paused")}, {"type": "sms", "title": "Write"}, "resume"),
        (
            {"workflow": workflow(status="paused"), "candidates": OTHER},
            {"template_id": OTHER_TEMPLATE},
            "resume",
        ),
    ],
)
def test_an_explicit_step_that_cannot_be_is_refused(changes: dict[str, Any], fields: dict[str, Any], told: str) -> None:
    with pytest.raises(Conflict, match=told):
        next_step.decide(in_workflow(**changes), asked(**fields))


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({}, "next"),
        ({"type": "sms", "title": "Hi", "none": True}, "next"),
        ({"template_id": OTHER_TEMPLATE, "none": True}, "next"),
        ({"type": "sms"}, "next.title"),
        ({"type": "sms", "title": "Hi", "scheduled_at": NOW, "due_at": at("2026-01-01")}, "next.due_at"),
        (
            {"type": "sms", "title": "Hi", "scheduled_at": NOW, "due_at": at("2026-01-20"), "due_all_day": True},
            "next.due_at",
        ),
    ],
)
def test_a_request_that_says_too_little_or_too_much(fields: dict[str, Any], place: str) -> None:
    with pytest.raises(Invalid) as refused:
        next_step.decide(situation(), asked(**fields))
    assert refused.value.faults[0].field == place


@pytest.mark.parametrize(("wanted", "expected"), [(ADA, ADA), (GONE, BEN), (None, BEN)])
def test_the_request_names_the_assignee(wanted: Any, expected: Any) -> None:
    planned = next_step.decide(situation(), asked(type="sms", title="Hi", assignee_id=wanted)).planned
    assert planned is not None
    assert planned.assignee_id == expected
