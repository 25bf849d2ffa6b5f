"""Layers 5 and 6: the default template, the default follow-up, and when neither adds anything."""

from datetime import timedelta
from typing import Any

import pytest

from onward.domain import next_step
from onward.domain.decisions import Decision, Situation, WorkflowStart
from onward.domain.records import FollowUp, TenantSettings

from .cast import (
    DEFAULT_TEMPLATE,
    NOW,
    OPEN_ITEM,
    TEMPLATE,
    candidate,
    complete,
    definition,
    in_workflow,
    nora,
    situation,
    step,
    workflow,
)

DEFAULT = {DEFAULT_TEMPLATE: candidate(DEFAULT_TEMPLATE, "Standard")}


def decided(where: Situation) -> Decision:
    return next_step.decide(where, complete())


def test_without_a_workflow_the_default_template_starts() -> None:
    decision = decided(situation(candidates=DEFAULT, default_template_id=DEFAULT_TEMPLATE))
    assert decision.next_step.reason == "default_template"
    assert decision.workflow_change is None
    assert decision.next_step.explanation == (
        "Step 1 of 'Standard', the default template, planned for the day of completion; due the same day."
    )


def test_without_a_default_template_there_is_a_follow_up() -> None:
    planned = decided(situation()).planned
    assert planned is not None
    assert (planned.origin, planned.belongs_to, planned.template_id) == ("default_follow_up", None, None)
    assert (planned.type, planned.title, planned.priority) == ("follow_up", "Follow up with Nora", "normal")
    assert planned.scheduled_at == NOW + timedelta(days=3)
    assert planned.due_at == NOW + timedelta(days=5)
    assert planned.due_all_day
    assert "there is none" in planned.explanation


def test_the_follow_up_is_a_setting() -> None:
    follow_up = FollowUp("email", "Write to {customer.company}", "Soon", 1, 1, "high")
    planned = decided(situation(settings=TenantSettings(follow_up=follow_up))).planned
    assert planned is not None
    assert (planned.type, planned.title, planned.description) == ("email", "Write to Nordlicht", "Soon")
    assert (planned.scheduled_at, planned.priority) == (NOW + timedelta(days=1), "high")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"candidates": {}}, "does not exist"),
        ({"candidates": {DEFAULT_TEMPLATE: candidate(DEFAULT_TEMPLATE, is_usable=False)}}, "(not active)"),
        ({"candidates": DEFAULT, "running_template_ids": frozenset({DEFAULT_TEMPLATE})}, "already running"),
        (
            {
                "candidates": DEFAULT,
                "customer": nora(do_not_contact=["phone"]),
                "channels": {"phone_call": "phone"},
            },
            "must not be contacted by phone",
        ),
    ],
)
def test_a_default_template_that_cannot_start_is_passed_over(changes: dict[str, Any], told: str) -> None:
    decision = decided(situation(default_template_id=DEFAULT_TEMPLATE, **changes))
    assert decision.next_step.reason == "default_follow_up"
    assert told in decision.next_step.explanation


def test_the_default_template_starts_again_after_its_own_run() -> None:
    again = {TEMPLATE: candidate(TEMPLATE, "Sales")}
    decision = decided(in_workflow(definition(step(1)), candidates=again, default_template_id=TEMPLATE))
    assert decision.next_step.reason == "default_template"
    assert decision.workflow_start == WorkflowStart(TEMPLATE, 2)


def test_a_run_that_ended_long_ago_does_not_excuse_the_one_that_runs_now() -> None:
    where = in_workflow(
        workflow=workflow(status="exited"),
        candidates={TEMPLATE: candidate(TEMPLATE)},
        default_template_id=TEMPLATE,
    )
    assert decided(where).next_step.reason == "default_follow_up"


@pytest.mark.parametrize("status", ["completed", "exited"])
def test_an_interaction_whose_workflow_has_ended_is_one_without_a_workflow(status: Any) -> None:
    decision = decided(in_workflow(workflow=workflow(status=status), running_template_ids=frozenset()))
    assert decision.next_step.reason == "default_follow_up"
    assert decision.workflow_change is None


def test_nothing_is_added_to_a_customer_who_has_a_plan() -> None:
    decision = decided(situation(other_open_id=OPEN_ITEM))
    assert decision.planned is None
    assert (decision.next_step.created, decision.next_step.reason) == (False, "already_planned")
    assert decision.next_step.interaction_id == OPEN_ITEM


def test_the_guard_is_a_setting() -> None:
    settings = TenantSettings(always_create_fallback=True)
    assert decided(situation(other_open_id=OPEN_ITEM, settings=settings)).next_step.created


def test_the_guard_does_not_hold_up_a_workflow() -> None:
    assert decided(in_workflow(other_open_id=OPEN_ITEM)).next_step.reason == "template"


@pytest.mark.parametrize("status", ["paused", "closed"])
def test_nothing_is_added_for_a_customer_who_is_not_active(status: str) -> None:
    decision = decided(situation(customer=nora(status=status), other_open_id=OPEN_ITEM))
    assert (decision.planned, decision.next_step.reason) == (None, "customer_inactive")
    assert status in decision.next_step.explanation
    assert decision.next_step.interaction_id is None


def test_the_workflow_of_a_paused_customer_goes_on() -> None:
    assert decided(in_workflow(customer=nora(status="paused"))).next_step.reason == "template"
