"""Layers 5 and 6: the default template, else the default follow-up, and when neither adds anything."""

from onward.domain import placing, starts
from onward.domain.decisions import Decision, WorkflowChange
from onward.domain.placing import Course, Place
from onward.domain.records import NextStep


def decide(course: Course, change: WorkflowChange | None = None, *, may_start: bool = True) -> Decision:
    """Layer 5 (unless `may_start` is false) and 6; `change` is what has become of the current run."""
    standing = _standing(course)
    if standing is not None:
        return Decision(next_step=standing, workflow_change=change)
    started = _default_template(course, change) if may_start else None
    return started or _follow_up(course, change)


def _standing(course: Course) -> NextStep | None:
    """The answer where nothing is to be added."""
    situation = course.situation
    if situation.customer.status != "active":
        words = f"nothing was added, for the customer is {situation.customer.status}"
        return NextStep(created=False, reason="customer_inactive", explanation=course.told(words))
    if situation.other_open_id is None or situation.settings.always_create_fallback:
        return None
    told = course.told("nothing was added, for another interaction is already planned")
    return NextStep(created=False, reason="already_planned", explanation=told, interaction_id=situation.other_open_id)


def _default_template(course: Course, change: WorkflowChange | None) -> Decision | None:
    situation = course.situation
    if situation.default_template_id is None:
        course.pass_over("the default template (there is none)")
        return None
    obstacle = starts.why_not(situation, situation.default_template_id)
    if obstacle is not None:
        course.pass_over(f"the default {obstacle}")
        return None
    candidate = situation.candidates[situation.default_template_id]
    return starts.start(course, candidate, "default_template", ", the default template", change=change)


def _follow_up(course: Course, change: WorkflowChange | None) -> Decision:
    place = Place(origin="default_follow_up", words="the default follow-up")
    planned = placing.place(course, placing.follow_up_step(course), place)
    return Decision(
        next_step=NextStep(created=True, reason="default_follow_up", explanation=planned.explanation),
        planned=planned,
        workflow_change=change,
    )
