"""What becomes of a run that somebody pauses, resumes, leaves or moves by hand, and the states it then has.

Where its own template goes on is path.py's business, what follows its end fallback.py's.
"""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct, structs

from onward.domain import fallback, path, placing, schedule, steps, wording
from onward.domain.decisions import Decision, Situation, WorkflowChange
from onward.domain.placing import Course, Run
from onward.domain.records import OPEN, SKIPPED_OUTCOME, Definition, Interaction, NextStep, Step, Workflow
from onward.domain.schedule import Moment
from onward.domain.wording import Since

RUNNING = frozenset({"active", "paused"})
BY_HAND = "by_hand"
"""Why a run was left, or its open step cancelled, when nobody says why."""


class Overview(Struct, frozen=True):
    """A run with what is told of it beside its own fields."""

    workflow: Workflow
    customer_name: str
    template_name: str
    step_count: int
    newest_version: int


ThenAfterExit = Literal["keep_moving", "none"]


def overview(situation: Situation, workflow: Workflow, definition: Definition) -> Overview:
    """Of the situation's run as it stands in `workflow`, at the version that `definition` is."""
    newest = situation.candidates.get(workflow.template_id)
    newest_version = workflow.template_version if newest is None else newest.version
    return Overview(workflow, situation.customer.name, definition.name, len(definition.steps), newest_version)


def paused(workflow: Workflow, resume_at: datetime | None, reason: str | None) -> Workflow:
    return structs.replace(
        workflow, status="paused", resume_at=resume_at, pause_reason=reason, version=workflow.version + 1
    )


def ended(workflow: Workflow, status: Literal["completed", "exited"], reason: str | None, now: datetime) -> Workflow:
    change = WorkflowChange(status, reason, workflow.step_number, workflow.branch_counts)
    return moved(workflow, change, now)


def moved(workflow: Workflow, change: WorkflowChange, now: datetime, finished_id: UUID | None = None) -> Workflow:
    """The run after a change; `finished_id` is the interaction after which it may owe the next step."""
    is_paused = change.status == "paused"
    return structs.replace(
        workflow,
        status=change.status,
        exit_reason=change.exit_reason,
        step_number=change.step_number,
        branch_counts=change.branch_counts,
        ended_at=None if change.status in RUNNING else now,
        resume_at=workflow.resume_at if is_paused else None,
        pause_reason=workflow.pause_reason if is_paused else None,
        owed_after_id=finished_id if change.owes_next else None,
        version=workflow.version + 1,
    )


def decide_resume(situation: Situation, now: datetime, outcome_kind: str | None) -> Decision:
    """The run goes on. Its open step stays as it is; where it was finished meanwhile, what follows it is decided as
    things stand now, counted from now. `outcome_kind` is that of the finished one's outcome."""
    current = situation.interaction
    if current is not None and current.status in OPEN:
        return _standing(situation, current)
    workflow, definition = _running(situation)
    resumed = structs.replace(workflow, status="active")
    course = _course(structs.replace(situation, workflow=resumed), now, wording.RESUMING)
    if current is None or workflow.owed_after_id != current.id:
        return _place_again(course, resumed, definition)
    run = course.run or _run(resumed, definition)
    return path.decide(course, run, *_outcome(current, outcome_kind))


def decide_jump(situation: Situation, target: Step, now: datetime) -> Decision:
    """The run stands at `target` from now on, whose dates count from now. It must be active."""
    workflow, definition = _running(situation)
    course = _course(situation, now, wording.JUMPING)
    run = course.run or _run(workflow, definition)
    return path.advance(course, run, target, "template", ", jumped to", workflow.branch_counts)


def decide_exit(situation: Situation, reason: str, then: ThenAfterExit, now: datetime) -> Decision:
    """The run is left; layers 5 and 6 unless `then` is `none`."""
    workflow, definition = _running(situation)
    course = _course(situation, now, wording.LEAVING)
    change = WorkflowChange("exited", reason, workflow.step_number, workflow.branch_counts)
    if then == "keep_moving":
        return fallback.decide(course, change)
    told = course.told(f"nothing comes next, as asked on leaving '{definition.name}'")
    return Decision(NextStep(created=False, reason="exit", explanation=told), workflow_change=change)


def _running(situation: Situation) -> tuple[Workflow, Definition]:
    if situation.workflow is None or situation.definition is None or situation.workflow.status not in RUNNING:
        raise ValueError("deciding for a workflow needs one that runs")
    return situation.workflow, situation.definition


def _course(situation: Situation, now: datetime, since: Since) -> Course:
    frame = schedule.frame_of(situation.customer, situation.settings, now)
    return Course(situation, frame, Moment(now), since, placing.running(situation), is_anchor_fixed=True)


def _run(workflow: Workflow, definition: Definition) -> Run:
    number = workflow.step_number
    return Run(workflow, definition, number, steps.find_step(definition, number))


def _standing(situation: Situation, current: Interaction) -> Decision:
    workflow, definition = _running(situation)
    change = WorkflowChange("active", None, workflow.step_number, workflow.branch_counts)
    words = wording.sentence(f"nothing was added, for '{definition.name}' still has its open step")
    standing = NextStep(created=False, reason="already_planned", explanation=words, interaction_id=current.id)
    return Decision(standing, workflow_change=change)


def _place_again(course: Course, workflow: Workflow, definition: Definition) -> Decision:
    """A run that has lost its open step gets it anew."""
    run = _run(workflow, definition)
    if run.step is None:
        return path.decide(course, run, None, None)
    return path.advance(course, run, run.step, "template", "", workflow.branch_counts)


def _outcome(finished: Interaction, kind: str | None) -> tuple[str | None, str | None]:
    """As deciding at the time took it: an unknown outcome is neutral, and what was not completed counts as skipped."""
    if finished.status != "completed":
        return SKIPPED_OUTCOME, None
    return (None, None) if finished.outcome is None else (finished.outcome, kind or "neutral")
