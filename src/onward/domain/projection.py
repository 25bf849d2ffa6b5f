"""The dated path that still lies ahead of a run, by the engine's own decisions."""

from datetime import datetime
from itertools import islice, takewhile

from msgspec import Struct, structs

from onward.domain import next_step, simulation, workflows
from onward.domain.decisions import Act, Decision, Situation
from onward.domain.errors import Invalid
from onward.domain.records import OPEN, Definition, Interaction, Workflow
from onward.domain.simulation import SimulatedStep

_UNTIL_RESUMED = "The workflow is paused, and no day is set on which it goes on."
_TOO_FAR = "What comes then lies further ahead than can be reckoned."


class Projection(Struct, frozen=True):
    """The steps after the open one, and why there are no more; None where only the asking ended there."""

    steps: list[SimulatedStep]
    ends_because: str | None


def project(
    situation: Situation,
    now: datetime,
    outcome_kind: str | None = None,
    until: datetime | None = None,
    most: int | None = None,
) -> Projection:
    """What comes if the open step and each one after it is completed when due, an overdue one now, with an outcome
    that takes no branch. `situation` is that of the run, `outcome_kind` of the finished step that it owes one after.
    The path goes on to its end, or up to `until`, or for `most` steps.
    """
    workflow, definition = situation.workflow, situation.definition
    if workflow is None or definition is None or workflow.status not in workflows.RUNNING:
        return Projection([], "The workflow has ended.")
    if workflow.status == "paused" and workflow.resume_at is None:
        return Projection([], _UNTIL_RESUMED)
    found: list[SimulatedStep] = []
    try:
        decision, at = _first(situation, workflow, now, outcome_kind)
        ahead = simulation.walk(definition, situation, simulation.moved(workflow, decision), decision, [], {}, at)
        near = takewhile(lambda step: until is None or (step.scheduled_at or step.due_at or until) <= until, ahead)
        found.extend(islice(near, most))
    except Invalid:
        return Projection(found, _TOO_FAR)
    return Projection(found, _why_it_ends(definition, decision, found))


def _why_it_ends(definition: Definition, decision: Decision, found: list[SimulatedStep]) -> str | None:
    return found[-1].ended_because if found else simulation.ended_because(definition, None, decision)


def _first(
    situation: Situation, workflow: Workflow, now: datetime, outcome_kind: str | None
) -> tuple[Decision, datetime]:
    """What follows the open step, and when that is decided."""
    current = situation.interaction
    resumed_at = max(now, workflow.resume_at) if workflow.status == "paused" and workflow.resume_at else now
    if current is None or current.status not in OPEN:
        return workflows.decide_resume(situation, resumed_at, outcome_kind), resumed_at
    done_at = max(current.due_at or current.scheduled_at or now, now)
    if workflow.status == "paused" and done_at < resumed_at:
        return _owed(situation, workflow, current, done_at, resumed_at), resumed_at
    active = structs.replace(situation, workflow=structs.replace(workflow, status="active"))
    return next_step.decide(active, _completion(done_at)), done_at


def _owed(
    situation: Situation, workflow: Workflow, current: Interaction, done_at: datetime, resumed_at: datetime
) -> Decision:
    """The open step is done while the run is paused, and what follows is decided on resuming."""
    decision = next_step.decide(situation, _completion(done_at))
    if decision.workflow_change is None or not decision.workflow_change.owes_next:
        return decision
    waiting = workflows.moved(workflow, decision.workflow_change, done_at, finished_id=current.id)
    finished = structs.replace(current, status="completed")
    return workflows.decide_resume(structs.replace(situation, workflow=waiting, interaction=finished), resumed_at, None)


def _completion(at: datetime) -> Act:
    return Act("complete", now=at, at=at)
