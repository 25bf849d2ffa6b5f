"""Layer 1: the next step that the caller asks for, which is refused where it cannot be."""

from datetime import datetime
from uuid import UUID

from msgspec import structs

from onward.domain import placing, starts, wording
from onward.domain.decisions import Decision, NextRequest, PlannedInteraction
from onward.domain.errors import Conflict, Invalid
from onward.domain.placing import Course, Place, Run
from onward.domain.records import NextStep, Step
from onward.domain.schedule import Moment, local_day


def decide(course: Course, request: NextRequest) -> Decision:
    """What `request` asks for. Raises Invalid for a request that says nothing or too much, Conflict for
    one that cannot be done."""
    _check_form(request)
    _check_span(request, course.frame.settings.zone)
    if request.none:
        return _nothing(course, request.why)
    if course.run is not None and course.run.is_paused:
        raise Conflict("the workflow is paused: resume it first, or complete without a next step")
    if request.template_id is not None:
        return _template(course, request.template_id)
    planned = _planned(course, request.type or "", request)
    next_step = NextStep(created=True, reason="explicit", explanation=planned.explanation)
    return Decision(next_step, planned=planned)


def _check_form(request: NextRequest) -> None:
    asked = (request.type is not None, request.template_id is not None, request.none)
    if sum(asked) != 1:
        raise Invalid.field("next", "give exactly one of type (with title), template_id and none")
    if request.type is not None and not request.title:
        raise Invalid.field("next.title", "a next step with a type needs a title")


def _check_span(request: NextRequest, zone: str) -> None:
    """A whole day is compared as a day, in the tenant's zone."""
    begins, ends = request.scheduled_at, request.due_at
    if begins is None or ends is None:
        return
    is_before = local_day(ends, zone) < local_day(begins, zone) if request.due_all_day else ends < begins
    if is_before:
        raise Invalid.field("next.due_at", "must not be before scheduled_at")


def _nothing(course: Course, why: str | None) -> Decision:
    words = f"nothing comes next, as asked on completion: {why}" if why else "nothing comes next, as asked"
    return Decision(
        NextStep(created=False, reason="explicit", explanation=course.told(words)),
        workflow_change=placing.ended(course.run, "exited", "stopped"),
    )


def _template(course: Course, template_id: UUID) -> Decision:
    obstacle = starts.why_not(course.situation, template_id)
    if obstacle is not None:
        raise Conflict(f"cannot start {obstacle}: choose another next step")
    interaction = course.situation.interaction
    link = starts.Link(interaction.campaign_id, interaction.conversation_id) if interaction else None
    change = placing.ended(course.run, "exited", "replaced")
    candidate = course.situation.candidates[template_id]
    return starts.start(course, candidate, "explicit", ", as asked on completion", link, change)


def _planned(course: Course, type_: str, request: NextRequest) -> PlannedInteraction:
    channel = placing.blocked_channel(course.situation, type_)
    if channel is not None:
        raise Conflict(f"the customer must not be contacted by {channel}: choose another type than {type_}")
    step, place = _as_step(course, type_, request), _place(course)
    if request.scheduled_at is None and request.due_at is None:
        planned = placing.place(course, step, place)
    else:
        scheduled = _moment(request.scheduled_at, request.scheduled_all_day)
        due = _moment(request.due_at, request.due_all_day)
        planned = placing.place_at(course, step, place, scheduled, due)
    return structs.replace(planned, metadata=request.metadata or {})


def _as_step(course: Course, type_: str, request: NextRequest) -> Step:
    """Without dates of its own the request is planned as the default follow-up would be."""
    follow_up = course.frame.settings.follow_up
    return Step(
        step_number=1,
        type=type_,
        title=request.title or "",
        description=request.description,
        scheduled_offset_days=follow_up.scheduled_offset_days,
        due_offset_days=follow_up.due_offset_days,
        priority=request.priority,
        assignee=str(request.assignee_id) if request.assignee_id else None,
    )


def _place(course: Course) -> Place:
    """Inside a workflow the interaction is a detour: it takes the place of the finished step."""
    interaction, run = course.situation.interaction, course.run
    place = Place(
        origin="explicit",
        words="as asked on completion",
        campaign_id=interaction.campaign_id if interaction else None,
        conversation_id=interaction.conversation_id if interaction else None,
    )
    if run is None:
        return place
    return structs.replace(
        place,
        words=f"as asked on completion, a detour from {_finished_step(run)}",
        belongs_to="current",
        template_id=run.workflow.template_id,
        template_version=run.workflow.template_version,
        step_number=run.step_number,
    )


def _finished_step(run: Run) -> str:
    return wording.place_name(run.step_number, run.definition.name)


def _moment(at: datetime | None, all_day: bool) -> Moment | None:
    return None if at is None else Moment(at, all_day)
