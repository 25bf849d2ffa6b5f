"""Layers 2 to 4: where the workflow's own template goes on, or how it ends."""

from uuid import UUID

from msgspec import Struct, structs

from onward.domain import fallback, placing, starts, steps, wording
from onward.domain.decisions import Decision, WorkflowChange
from onward.domain.placing import Course, Place, Run
from onward.domain.records import Branch, NextStep, Step


class _Turn(Struct, frozen=True):
    """A branch that the run takes: `counts` is what the workflow has counted after it."""

    branch: Branch
    words: str
    counts: dict[str, int]


def decide(course: Course, run: Run, outcome: str | None, kind: str | None) -> Decision:
    """Go on from the run's step as the outcome says."""
    step = run.step
    if step is not None:
        for index, branch in enumerate(step.branches):
            if steps.is_for(branch, outcome, kind):
                decision = _try_branch(course, run, step, index, outcome)
                if decision is not None:
                    return decision
        if step.next_step is not None:
            target = steps.find_step(run.definition, step.next_step)
            if target is not None:
                return advance(course, run, target, "template", "", run.workflow.branch_counts)
    return _end(course, run)


def _try_branch(course: Course, run: Run, step: Step, index: int, outcome: str | None) -> Decision | None:
    branch, key = step.branches[index], steps.branch_key(step, index)
    taken = run.workflow.branch_counts.get(key, 0)
    words = f"branch {index + 1} of step {step.step_number}"
    if branch.max_times is not None and taken >= branch.max_times:
        course.pass_over(f"{words} (taken {taken} times)")
        return None
    counts = {**run.workflow.branch_counts, key: taken + 1}
    return _take(course, run, _Turn(branch, f"{words} for the outcome {outcome}", counts))


def _take(course: Course, run: Run, turn: _Turn) -> Decision | None:
    branch = turn.branch
    if branch.exit is not None:
        return _leave(course, run, turn, branch.exit)
    if branch.template_id is not None:
        return _change_template(course, run, turn, branch.template_id)
    target = None if branch.next_step is None else steps.find_step(run.definition, branch.next_step)
    if target is None:
        return None
    if branch.scheduled_offset_days is not None:
        target = structs.replace(target, scheduled_offset_days=branch.scheduled_offset_days)
    return advance(course, run, target, "branch", f" by {turn.words}", turn.counts)


def advance(course: Course, run: Run, target: Step, origin: str, because: str, counts: dict[str, int]) -> Decision:
    """Go to the step `target`; `because` follows its name in the explanation."""
    workflow = run.workflow
    words = wording.place_name(target.step_number, run.definition.name) + because
    if run.is_paused:
        return _owed(course, run, f"{words} comes when it is resumed", target.step_number)
    change = WorkflowChange(workflow.status, workflow.exit_reason, target.step_number, counts)
    place = Place(
        origin=origin,
        words=words,
        belongs_to="current",
        template_id=workflow.template_id,
        template_version=workflow.template_version,
        step_number=target.step_number,
        campaign_id=workflow.campaign_id,
        conversation_id=workflow.conversation_id,
    )
    planned = placing.place_or_stand_in(course, target, place)
    next_step = NextStep(created=True, reason=planned.origin, explanation=planned.explanation)
    return Decision(next_step, planned=planned, workflow_change=change)


def _leave(course: Course, run: Run, turn: _Turn, reason: str) -> Decision:
    words = f"nothing comes next: {turn.words} leaves '{run.definition.name}' ({reason})"
    return Decision(_nothing(course, "branch", words), workflow_change=_exited(run, reason, turn.counts))


def _change_template(course: Course, run: Run, turn: _Turn, template_id: UUID) -> Decision | None:
    obstacle = starts.why_not(course.situation, template_id)
    if obstacle is not None:
        course.pass_over(f"{turn.words} to {obstacle}")
        return None
    candidate = course.situation.candidates[template_id]
    if run.is_paused:
        name = candidate.definition.name
        return _owed(course, run, f"{turn.words} starts '{name}' when it is resumed", run.workflow.step_number)
    change = _exited(run, "branched", turn.counts)
    return starts.start(course, candidate, "branch", f", started by {turn.words}", _link(run), change)


def _end(course: Course, run: Run) -> Decision:
    """Layer 4: the last step is done."""
    change = placing.ended(run, "completed", None)
    name, action = run.definition.name, run.definition.end_action
    if run.is_paused and action != "stop":
        words = f"the last step of '{name}' is done, and what follows its end is decided when it is resumed"
        return _owed(course, run, words, run.workflow.step_number)
    if action == "stop":
        words = f"nothing comes next: the last step of '{name}' is done and its end action is to stop"
        return Decision(_nothing(course, "end_action", words), workflow_change=change)
    started = _end_template(course, run, change)
    return started or fallback.decide(course, change, may_start=action != "follow_up")


def _end_template(course: Course, run: Run, change: WorkflowChange | None) -> Decision | None:
    template_id = steps.end_template_id(run.definition)
    if template_id is None:
        return None
    obstacle = starts.why_not(course.situation, template_id)
    if obstacle is not None:
        course.pass_over(f"the end action's {obstacle}")
        return None
    because = f", started at the end of '{run.definition.name}'"
    candidate = course.situation.candidates[template_id]
    return starts.start(course, candidate, "end_action", because, _link(run), change)


def _owed(course: Course, run: Run, words: str, step_number: int) -> Decision:
    """A paused run creates nothing: the same is decided again, as things stand then, when it is resumed."""
    workflow = run.workflow
    change = WorkflowChange("paused", None, step_number, workflow.branch_counts, owes_next=True)
    return Decision(_nothing(course, "workflow_paused", f"the workflow is paused: {words}"), workflow_change=change)


def _exited(run: Run, reason: str, counts: dict[str, int]) -> WorkflowChange:
    return WorkflowChange("exited", reason, run.workflow.step_number, counts)


def _link(run: Run) -> starts.Link:
    return starts.Link(run.workflow.campaign_id, run.workflow.conversation_id)


def _nothing(course: Course, reason: str, words: str) -> NextStep:
    return NextStep(created=False, reason=reason, explanation=course.told(words))
