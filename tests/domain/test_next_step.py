"""Deciding after a completion: the layers in order, and what each writes."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec import structs

from onward.domain import next_step
from onward.domain.decisions import Decision, Situation, WorkflowChange, WorkflowStart
from onward.domain.records import Branch, Definition, TenantSettings

from .cast import (
    ADA,
    BEN,
    CAMPAIGN,
    CONVERSATION,
    DEFAULT_TEMPLATE,
    GONE,
    NOW,
    OTHER_TEMPLATE,
    TEMPLATE,
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


def with_branches(*branches: Branch, next_step: int | None = 2) -> Definition:
    return definition(step(1, next_step=next_step, branches=branches), step(2), step(3, scheduled_offset_days=7))


def decided(where: Situation, outcome: str | None = "success", kind: str | None = "positive") -> Decision:
    return next_step.decide(where, complete(outcome, kind))


# Layer 3: the step's next step


def test_the_template_goes_on() -> None:
    decision = decided(in_workflow())
    planned = decision.planned
    assert planned is not None
    assert (planned.origin, planned.belongs_to, planned.step_number) == ("template", "current", 2)
    assert (planned.template_id, planned.template_version) == (TEMPLATE, 3)
    assert (planned.type, planned.title) == ("send_proposal", "Step 2")
    assert planned.scheduled_at == NOW
    assert planned.due_at == NOW + timedelta(days=2)
    assert decision.workflow_change == WorkflowChange("active", None, 2, {})
    assert decision.workflow_start is None


def test_the_explanation_is_one_sentence() -> None:
    told = decided(in_workflow()).next_step
    assert told.created
    assert told.reason == "template"
    assert told.explanation == "Step 2 of 'Sales', planned for the day of completion; due 2 days later."


def test_the_explanation_tells_what_moved() -> None:
    settings = TenantSettings(roll_rule="forward")
    chosen = definition(step(1, next_step=2), step(2, scheduled_offset_days=3, due_offset_days=5, due_time="17:00"))
    told = decided(in_workflow(chosen, settings=settings)).next_step.explanation
    assert told == (
        "Step 2 of 'Sales', planned 3 days after completion, moved from Saturday to Monday; "
        "due 5 days later, moved from Saturday to Monday, at 17:00."
    )


def test_the_anchor_is_the_completion_time() -> None:
    completed_at = NOW - timedelta(hours=5)
    chosen = definition(step(1, next_step=2), step(2, scheduled_offset_days=1))
    decision = next_step.decide(in_workflow(chosen), complete(at=completed_at))
    assert decision.planned is not None
    assert decision.planned.scheduled_at == completed_at + timedelta(days=1)


def test_the_planned_anchor_is_the_predecessors_date_if_it_has_one() -> None:
    chosen = definition(step(1, next_step=2), step(2, anchor="planned", scheduled_offset_days=9))
    undated = in_workflow(chosen)
    assert undated.interaction is not None
    dated = structs.replace(
        undated, interaction=structs.replace(undated.interaction, scheduled_at=NOW - timedelta(days=2))
    )
    for where, days in ((undated, 9), (dated, 7)):
        planned = decided(where).planned
        assert planned is not None
        assert planned.scheduled_at == NOW + timedelta(days=days)


# Layer 2: branches


@pytest.mark.parametrize(
    ("outcomes", "outcome", "kind", "taken"),
    [
        (("no_answer",), "no_answer", "no_contact", True),
        (("kind:no_contact",), "no_answer", "no_contact", True),
        (("busy", "no_answer"), "no_answer", None, True),
        (("no_answer",), "success", "positive", False),
        (("kind:positive",), "no_answer", "no_contact", False),
        (("kind:positive",), None, None, False),
        (("positive",), "success", "positive", False),
    ],
)
def test_a_branch_is_for_outcomes_and_kinds(
    outcomes: tuple[str, ...], outcome: str | None, kind: str | None, taken: bool
) -> None:
    decision = decided(in_workflow(with_branches(Branch(outcomes, next_step=3))), outcome, kind)
    assert decision.next_step.reason == ("branch" if taken else "template")


def test_the_first_branch_that_holds_the_outcome_wins() -> None:
    first, second = Branch(("success",), next_step=3), Branch(("success",), exit="never")
    decision = decided(in_workflow(with_branches(first, second)))
    assert decision.planned is not None
    assert (decision.planned.origin, decision.planned.step_number) == ("branch", 3)
    assert decision.planned.scheduled_at == NOW + timedelta(days=7)
    assert decision.workflow_change == WorkflowChange("active", None, 3, {"1:0": 1})


def test_a_branch_has_its_own_offset() -> None:
    own = Branch(("success",), next_step=3, scheduled_offset_days=1)
    decision = decided(in_workflow(with_branches(own)))
    assert decision.planned is not None
    assert decision.planned.scheduled_at == NOW + timedelta(days=1)


def test_a_branch_is_passed_over_after_max_times() -> None:
    chosen = with_branches(Branch(("no_answer",), next_step=1, scheduled_offset_days=1, max_times=2))
    for taken, reason in ((0, "branch"), (1, "branch"), (2, "template")):
        run = workflow(branch_counts={"1:0": taken})
        decision = decided(in_workflow(chosen, workflow=run), "no_answer", "no_contact")
        assert decision.next_step.reason == reason
    assert "passed over: branch 1 of step 1 (taken 2 times)" in decision.next_step.explanation


def test_a_branch_exits() -> None:
    decision = decided(in_workflow(with_branches(Branch(("success",), exit="Deal won"))))
    assert decision.planned is None
    assert (decision.next_step.created, decision.next_step.reason) == (False, "branch")
    assert "Deal won" in decision.next_step.explanation
    assert decision.workflow_change == WorkflowChange("exited", "Deal won", 1, {"1:0": 1})


def test_a_branch_starts_another_template() -> None:
    branch = Branch(("success",), template_id=OTHER_TEMPLATE)
    decision = decided(in_workflow(with_branches(branch), candidates=OTHER))
    planned = decision.planned
    assert planned is not None
    assert (planned.origin, planned.belongs_to, planned.step_number) == ("branch", "new", 1)
    assert (planned.template_id, planned.template_version) == (OTHER_TEMPLATE, 2)
    assert (planned.campaign_id, planned.conversation_id) == (CAMPAIGN, CONVERSATION)
    assert decision.workflow_change == WorkflowChange("exited", "branched", 1, {"1:0": 1})
    assert decision.workflow_start == WorkflowStart(OTHER_TEMPLATE, 2, CAMPAIGN, CONVERSATION)


UNUSABLE: list[tuple[dict[str, Any], str]] = [
    ({}, "does not exist"),
    ({"candidates": {OTHER_TEMPLATE: candidate(OTHER_TEMPLATE, is_usable=False)}}, "'Nurture' (not active)"),
    (
        {"candidates": OTHER, "running_template_ids": frozenset({TEMPLATE, OTHER_TEMPLATE})},
        "'Nurture' (already running",
    ),
    (
        {
            "candidates": OTHER,
            "customer": nora(do_not_contact=["phone"]),
            "channels": {"phone_call": "phone", "send_proposal": "email"},
        },
        "must not be contacted by phone",
    ),
]


@pytest.mark.parametrize(("changes", "told"), UNUSABLE)
def test_a_branch_to_a_template_that_cannot_start_is_passed_over(changes: dict[str, Any], told: str) -> None:
    chosen = definition(
        step(1, next_step=2, branches=(Branch(("success",), template_id=OTHER_TEMPLATE),)),
        step(2, type="send_proposal"),
    )
    decision = decided(in_workflow(chosen, **changes))
    assert decision.next_step.reason == "template"
    assert told in decision.next_step.explanation


def test_a_branch_may_start_its_own_template_again() -> None:
    again = {TEMPLATE: candidate(TEMPLATE, "Sales")}
    chosen = with_branches(Branch(("success",), template_id=TEMPLATE))
    decision = decided(in_workflow(chosen, candidates=again))
    assert decision.workflow_start == WorkflowStart(TEMPLATE, 2, CAMPAIGN, CONVERSATION)


# Layer 4: the end action


def at_the_end(end_action: str, **changes: Any) -> Decision:
    return decided(in_workflow(definition(step(1), end_action=end_action), **changes))


def test_the_end_goes_on_to_the_default_template() -> None:
    decision = at_the_end("default", candidates=DEFAULT, default_template_id=DEFAULT_TEMPLATE)
    assert decision.next_step.reason == "default_template"
    assert decision.workflow_change == WorkflowChange("completed", None, 1, {})
    assert decision.workflow_start == WorkflowStart(DEFAULT_TEMPLATE, 2)
    assert decision.planned is not None
    assert (decision.planned.belongs_to, decision.planned.campaign_id) == ("new", None)


def test_the_end_goes_on_to_the_follow_up() -> None:
    decision = at_the_end("follow_up", candidates=DEFAULT, default_template_id=DEFAULT_TEMPLATE)
    assert decision.next_step.reason == "default_follow_up"
    assert decision.workflow_start is None


def test_the_end_stops() -> None:
    decision = at_the_end("stop", candidates=DEFAULT, default_template_id=DEFAULT_TEMPLATE)
    assert (decision.planned, decision.next_step.created, decision.next_step.reason) == (None, False, "end_action")
    assert "stop" in decision.next_step.explanation
    assert decision.workflow_change == WorkflowChange("completed", None, 1, {})


def test_the_end_starts_another_template() -> None:
    decision = at_the_end(f"template:{OTHER_TEMPLATE}", candidates=OTHER)
    assert decision.next_step.reason == "end_action"
    assert decision.workflow_change == WorkflowChange("completed", None, 1, {})
    assert decision.workflow_start == WorkflowStart(OTHER_TEMPLATE, 2, CAMPAIGN, CONVERSATION)


@pytest.mark.parametrize(("changes", "told"), UNUSABLE)
def test_an_end_template_that_cannot_start_is_passed_over(changes: dict[str, Any], told: str) -> None:
    decision = at_the_end(f"template:{OTHER_TEMPLATE}", **changes)
    assert decision.next_step.reason == "default_follow_up"
    assert f"the end action's template {'' if changes else OTHER_TEMPLATE}" in decision.next_step.explanation
    assert told in decision.next_step.explanation


# A paused workflow


def paused(chosen: Definition, **changes: Any) -> Decision:
    return decided(in_workflow(chosen, workflow=workflow(status="paused"), **changes))


@pytest.mark.parametrize(
    ("chosen", "change"),
    [
        (definition(), WorkflowChange("paused", None, 2, {}, owes_next=True)),
        (with_branches(Branch(("success",), next_step=3)), WorkflowChange("paused", None, 3, {}, owes_next=True)),
        (definition(step(1)), WorkflowChange("paused", None, 1, {}, owes_next=True)),
        (
            with_branches(Branch(("success",), template_id=OTHER_TEMPLATE)),
            WorkflowChange("paused", None, 1, {}, owes_next=True),
        ),
    ],
)
def test_a_paused_workflow_advances_and_creates_nothing(chosen: Definition, change: WorkflowChange) -> None:
    decision = paused(chosen, candidates=OTHER | DEFAULT, default_template_id=DEFAULT_TEMPLATE)
    assert (decision.planned, decision.workflow_start) == (None, None)
    assert (decision.next_step.created, decision.next_step.reason) == (False, "workflow_paused")
    assert decision.workflow_change == change


def test_a_paused_workflow_whose_end_is_to_stop_ends() -> None:
    decision = paused(definition(step(1), end_action="stop"))
    assert decision.next_step.reason == "end_action"
    assert decision.workflow_change == WorkflowChange("completed", None, 1, {})


def test_a_paused_workflow_may_be_left() -> None:
    decision = paused(with_branches(Branch(("success",), exit="Deal won")))
    assert decision.next_step.reason == "branch"
    assert decision.workflow_change == WorkflowChange("exited", "Deal won", 1, {"1:0": 1})


# Assignee, priority, campaign, conversation


@pytest.mark.parametrize(
    ("wanted", "predecessor", "owner", "expected"),
    [
        (None, BEN, ADA, BEN),
        ("same", BEN, ADA, BEN),
        ("owner", BEN, ADA, ADA),
        (str(ADA), BEN, None, ADA),
        (str(GONE), BEN, ADA, BEN),
        ("owner", BEN, GONE, BEN),
        (None, GONE, ADA, ADA),
        (None, None, ADA, ADA),
        (None, None, None, None),
        ("same", GONE, GONE, None),
    ],
)
def test_the_assignee(wanted: str | None, predecessor: Any, owner: Any, expected: Any) -> None:
    item = interaction(workflow_id=workflow().id, step_number=1, assignee_id=predecessor)
    chosen = definition(step(1, next_step=2), step(2, assignee=wanted))
    planned = decided(in_workflow(chosen, interaction=item, customer=nora(owner_id=owner))).planned
    assert planned is not None
    assert planned.assignee_id == expected


@pytest.mark.parametrize(("own", "expected"), [(None, "normal"), ("urgent", "urgent")])
def test_the_priority_is_the_steps_and_not_the_predecessors(own: Any, expected: str) -> None:
    item = interaction(workflow_id=workflow().id, step_number=1, priority="low")
    chosen = definition(step(1, next_step=2), step(2, priority=own))
    planned = decided(in_workflow(chosen, interaction=item)).planned
    assert planned is not None
    assert planned.priority == expected


def test_campaign_and_conversation_come_from_the_workflow() -> None:
    planned = decided(in_workflow()).planned
    assert planned is not None
    assert (planned.campaign_id, planned.conversation_id) == (CAMPAIGN, CONVERSATION)


def test_a_fallback_has_no_campaign() -> None:
    planned = decided(situation(interaction=interaction(campaign_id=CAMPAIGN))).planned
    assert planned is not None
    assert planned.campaign_id is None


def test_words_are_filled_in() -> None:
    chosen = definition(
        step(1, next_step=2),
        step(2, title="{assignee.name} calls {customer.name}", description="of {customer.company}"),
    )
    planned = decided(in_workflow(chosen)).planned
    assert planned is not None
    assert (planned.title, planned.description) == ("Ben calls Nora", "of Nordlicht")
