"""Starting a template: whether it can be, and its first step.

Which template is tried when, the layers decide.
"""

from typing import Literal
from uuid import UUID

from msgspec import Struct

from onward.domain import placing, steps, wording
from onward.domain.decisions import Candidate, Decision, Situation, WorkflowChange, WorkflowStart
from onward.domain.placing import Course, Place
from onward.domain.records import NextStep

StartOrigin = Literal["explicit", "branch", "end_action", "default_template", "workflow_start"]


class Link(Struct, frozen=True):
    """The campaign and the conversation that a new run carries on."""

    campaign_id: UUID | None = None
    conversation_id: UUID | None = None


def why_not(situation: Situation, template_id: UUID) -> str | None:
    """Why the template cannot be started for this customer now; None when it can."""
    candidate = situation.candidates.get(template_id)
    if candidate is None:
        return f"template {template_id} (it does not exist)"
    return why_not_candidate(situation, candidate) or _why_not_contact(situation, candidate)


def why_not_candidate(situation: Situation, candidate: Candidate) -> str | None:
    """As `why_not`, for a template that starts whatever channels are blocked."""
    name = candidate.definition.name
    if not candidate.is_usable:
        return f"template '{name}' (not active)"
    if candidate.id in situation.running_template_ids and candidate.id != ending_template_id(situation):
        return f"template '{name}' (already running for this customer)"
    return None


def ending_template_id(situation: Situation) -> UUID | None:
    """The template of the current run, which ends before another starts and so may start again."""
    workflow = situation.workflow
    if workflow is None or workflow.status not in ("active", "paused"):
        return None
    return workflow.template_id


def start(
    course: Course,
    candidate: Candidate,
    origin: StartOrigin,
    because: str,
    link: Link | None = None,
    change: WorkflowChange | None = None,
) -> Decision:
    """A new run of the candidate with its first step, and the end of the current run (`change`)."""
    link = link or Link()
    place = Place(
        origin=origin,
        words=wording.place_name(1, candidate.definition.name) + because,
        belongs_to="new",
        template_id=candidate.id,
        template_version=candidate.version,
        step_number=1,
        campaign_id=link.campaign_id,
        conversation_id=link.conversation_id,
        is_first=True,
    )
    planned = placing.place_or_stand_in(course, steps.first_step(candidate.definition), place)
    return Decision(
        next_step=NextStep(created=True, reason=planned.origin, explanation=planned.explanation),
        planned=planned,
        workflow_change=change,
        workflow_start=WorkflowStart(
            template_id=candidate.id,
            template_version=candidate.version,
            campaign_id=link.campaign_id,
            conversation_id=link.conversation_id,
            assignee_id=course.assignee_id,
        ),
    )


def _why_not_contact(situation: Situation, candidate: Candidate) -> str | None:
    step = steps.first_step(candidate.definition)
    channel = placing.blocked_channel(situation, step.type)
    if channel is None:
        return None
    if step.fallback_type and placing.blocked_channel(situation, step.fallback_type) is None:
        return None
    return f"template '{candidate.definition.name}' (the customer must not be contacted by {channel})"
