"""What comes next for a customer: the heart of the product.

The layers are tried in order, and the first that answers wins: explicit.py (1), path.py (2 to 4),
fallback.py (5 and 6). Nothing is read or written here.
"""

from datetime import datetime
from uuid import UUID

from msgspec import structs

from onward.domain import explicit, fallback, path, placing, schedule, starts, wording
from onward.domain.decisions import Act, Candidate, Decision, Situation
from onward.domain.errors import Conflict, Invalid
from onward.domain.placing import Course
from onward.domain.records import SKIPPED_OUTCOME, NextStep
from onward.domain.schedule import Moment
from onward.domain.wording import Since


def decide(situation: Situation, act: Act) -> Decision:
    """The next step after `act` on the situation's interaction.

    Raises Conflict or Invalid when the act's own `next` cannot be done, ValueError without an interaction.
    """
    if situation.interaction is None:
        raise ValueError("deciding after an act needs the interaction that was acted on")
    if act.next is not None and act.verb != "complete":
        raise Invalid.field("next", "can be given on completion only")
    course = _course(situation, act)
    if act.verb == "cancel" and act.then != "advance":
        return _cancel(course, act)
    if act.next is not None:
        return explicit.decide(course, act.next)
    if course.run is None:
        return fallback.decide(course)
    return path.decide(course, course.run, *_outcome(act))


def decide_fallback(situation: Situation, now: datetime, *, anchor: datetime) -> Decision:
    """Layers 5 and 6 alone: for a customer who has come back, or whom nothing covers."""
    frame = schedule.frame_of(situation.customer, situation.settings, now)
    return fallback.decide(Course(situation, frame, Moment(anchor), wording.TODAY))


def decide_start(
    situation: Situation,
    candidate: Candidate,
    start: Moment | None,
    now: datetime,
    *,
    campaign_id: UUID | None = None,
    conversation_id: UUID | None = None,
    assignee_id: UUID | None = None,
) -> Decision:
    """A run of `candidate` from `start` (a past one is kept), else from now.

    Raises Conflict when the template is not active or already running for this customer.
    """
    frame = schedule.frame_of(situation.customer, situation.settings, now)
    alone = structs.replace(situation, interaction=None, workflow=None, definition=None)
    course = Course(alone, frame, start or Moment(now), wording.START, assignee_id=assignee_id)
    obstacle = starts.why_not_candidate(alone, candidate)
    if obstacle is not None:
        raise Conflict(f"cannot start {obstacle}")
    return starts.start(course, candidate, "workflow_start", "", starts.Link(campaign_id, conversation_id))


def _course(situation: Situation, act: Act) -> Course:
    frame = schedule.frame_of(situation.customer, situation.settings, act.now)
    anchor, since = _anchor(situation, act)
    return Course(situation, frame, anchor, since, placing.running(situation))


def _anchor(situation: Situation, act: Act) -> tuple[Moment, Since]:
    """The completion time; for a skipped step the later of now and its planned time."""
    if act.verb == "complete":
        return Moment(act.at), wording.COMPLETION
    skipped = situation.interaction
    advances = act.verb == "skip" or act.then == "advance"
    if advances and skipped and skipped.scheduled_at and skipped.scheduled_at > act.now:
        return Moment(skipped.scheduled_at, skipped.scheduled_all_day), wording.SKIPPED_STEP
    return Moment(act.now), wording.SKIPPING if act.verb == "skip" else wording.CANCELLING


def _outcome(act: Act) -> tuple[str | None, str | None]:
    if act.verb == "complete":
        return act.outcome, act.outcome_kind
    return SKIPPED_OUTCOME, None


def _cancel(course: Course, act: Act) -> Decision:
    change = placing.ended(course.run, "exited", "step_cancelled")
    if act.then == "keep_moving":
        return fallback.decide(course, change)
    told = course.told("nothing comes next, as asked on cancelling")
    return Decision(NextStep(created=False, reason="exit", explanation=told), workflow_change=change)
