"""The dated path of a template, as the engine itself would take it if each step were done when due."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct, structs

from onward.domain import beginnings, next_step, steps
from onward.domain.decisions import Act, Candidate, Decision, PlannedInteraction, Situation, WorkflowStart
from onward.domain.records import (
    SKIPPED_OUTCOME,
    Customer,
    Definition,
    Step,
    TenantSettings,
    Workflow,
)
from onward.domain.schedule import Moment

MAX_STEPS = 200
_ID = UUID(int=0)


class SimulatedStep(Struct, frozen=True):
    """One step of the path. `ended_because` is set on the last one."""

    step_number: int
    type: str
    title: str
    description: str | None
    scheduled_at: datetime | None
    scheduled_all_day: bool
    due_at: datetime | None
    due_all_day: bool
    explanation: str
    outcome: str | None
    ended_because: str | None = None


def simulate(
    definition: Definition,
    settings: TenantSettings,
    customer: Customer,
    start: Moment,
    outcomes: Sequence[str | None],
    kinds: dict[str, str],
    now: datetime,
) -> list[SimulatedStep]:
    """The path from `start`, at most 200 steps; with None, and when the outcomes run out, no branch is taken.

    `definition` must be valid. Raises Invalid when the dates leave the years that can be reckoned with.
    """
    candidate = Candidate(_ID, 1, definition, is_usable=True)
    situation = Situation(settings, customer, definition=definition, candidates=_elsewhere(definition))
    decision = next_step.decide_start(situation, candidate, start, now)
    workflow = beginnings.new_workflow(WorkflowStart(_ID, 1), customer.id, identity=_ID, now=now)
    return list(walk(definition, situation, workflow, decision, outcomes, kinds, now))


def walk(
    definition: Definition,
    situation: Situation,
    workflow: Workflow,
    decision: Decision,
    outcomes: Sequence[str | None],
    kinds: dict[str, str],
    now: datetime,
) -> Iterator[SimulatedStep]:
    """From what was decided at `now`, for the run as it stands then, each step done when due.

    Raises Invalid when the dates leave the years that can be reckoned with.
    """
    customer = situation.customer
    planned = decision.planned
    for index in range(MAX_STEPS):
        if planned is None:
            return
        outcome = outcomes[index] if index < len(outcomes) else None
        done_at = planned.due_at or planned.scheduled_at or now
        interaction = beginnings.new_interaction(planned, customer, identity=_ID, workflow_id=workflow.id, now=done_at)
        here = structs.replace(situation, interaction=interaction, workflow=workflow)
        decision = next_step.decide(here, _act(outcome, kinds, done_at))
        workflow = moved(workflow, decision)
        ended = ended_because(definition, outcome, decision, is_last=index == MAX_STEPS - 1)
        yield _simulated(planned, outcome, ended)
        planned = None if ended else decision.planned


def _act(outcome: str | None, kinds: dict[str, str], done_at: datetime) -> Act:
    kind = None if outcome in (None, SKIPPED_OUTCOME) else kinds.get(outcome or "", "neutral")
    return Act("complete", now=done_at, at=done_at, outcome=outcome, outcome_kind=kind)


def ended_because(
    definition: Definition, outcome: str | None, decision: Decision, *, is_last: bool = False
) -> str | None:
    """Why the path ends with this decision, None when it goes on."""
    status = decision.workflow_change.status if decision.workflow_change else "active"
    if status == "completed":
        return f"The last step is done; what follows is the end action, {definition.end_action}."
    if status == "exited" and decision.workflow_start is not None:
        return f"The outcome {outcome} starts template {decision.workflow_start.template_id}."
    if status == "exited":
        return decision.next_step.explanation
    return f"Only the first {MAX_STEPS} steps are shown." if is_last else None


def _elsewhere(definition: Definition) -> dict[UUID, Candidate]:
    """Stand-ins for the other templates that the path may leave for."""
    return {
        template_id: Candidate(template_id, 1, _other(template_id), is_usable=True)
        for template_id in steps.referenced_template_ids(definition)
    }


def _other(template_id: UUID) -> Definition:
    return Definition(name=f"template {template_id}", steps=(Step(step_number=1, type="follow_up", title="-"),))


def moved(workflow: Workflow, decision: Decision) -> Workflow:
    """Where the run stands after a decision."""
    change = decision.workflow_change
    if change is None:
        return workflow
    return structs.replace(
        workflow, status=change.status, step_number=change.step_number, branch_counts=change.branch_counts
    )


def _simulated(planned: PlannedInteraction, outcome: str | None, ended: str | None) -> SimulatedStep:
    return SimulatedStep(
        step_number=planned.step_number or 1,
        type=planned.type,
        title=planned.title,
        description=planned.description,
        scheduled_at=planned.scheduled_at,
        scheduled_all_day=planned.scheduled_all_day,
        due_at=planned.due_at,
        due_all_day=planned.due_all_day,
        explanation=planned.explanation,
        outcome=outcome,
        ended_because=ended,
    )
