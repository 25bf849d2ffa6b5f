"""What a conversation means for the customer's steps: rules, replies, and the status that an outcome leaves.

Nothing is read or written here; how steps get their dates is schedule.py's business.
"""

from datetime import datetime
from uuid import UUID

from onward.domain import next_step, placing, schedule, starts, steps, template_faults, wording
from onward.domain.conversation_records import ConversationRule, RuleStep
from onward.domain.decisions import Decision, Situation
from onward.domain.errors import Fault, Invalid
from onward.domain.placing import Course, Place
from onward.domain.records import NextStep, Step, TenantSettings
from onward.domain.schedule import Moment

ORIGIN = "conversation_rule"
RESPOND = RuleStep()
"""What is due today when a reply has left the customer with nothing planned."""
REPLIED = "replied"
"""Why a workflow was paused or left, when the customer wrote."""


def status_after(step: Step | None, settings: TenantSettings, outcome: str | None, kind: str | None) -> str | None:
    """What an outcome makes of the linked conversation: the step's mapping, else the tenant's; None for neither."""
    own = (step.conversation_status if step is not None else None) or {}
    status = steps.conversation_status_after(own, outcome, kind)
    return status or steps.conversation_status_after(settings.conversation_status, outcome, kind)


def check_link(customer_id: UUID, talks_with_id: UUID | None) -> None:
    """Whether something of a customer may be linked to a conversation, which is with `talks_with_id`.

    Raises Invalid for one with another customer, and for None, where there is no such conversation.
    """
    if talks_with_id is None:
        raise Invalid.field("conversation_id", "names nothing that exists here")
    if talks_with_id != customer_id:
        raise Invalid.field("conversation_id", "names a conversation with another customer")


def step_faults(step: RuleStep, at: str) -> list[Fault]:
    """Every fault of a rule's interaction, with its place."""
    as_step = _as_step(step)
    return [
        *template_faults.placeholder_faults(step.title, f"{at}.title"),
        *template_faults.placeholder_faults(as_step.description or "", f"{at}.description"),
    ]


def decide_rule(situation: Situation, rule: ConversationRule, conversation_id: UUID, now: datetime) -> Decision | None:
    """What a rule does for the customer of a conversation.

    None where it does nothing: the customer is closed, or a template is not to be started, because it runs already,
    is not active, begins on a channel that is blocked, or the customer is paused.
    """
    if situation.customer.status == "closed":
        return None
    if rule.step is not None:
        return _create(situation, rule.step, f"the rule '{rule.name}'", conversation_id, now)
    if rule.template_id is None or situation.customer.status != "active":
        return None
    if starts.why_not(situation, rule.template_id) is not None:
        return None
    candidate = situation.candidates[rule.template_id]
    return next_step.decide_start(situation, candidate, None, now, conversation_id=conversation_id)


def decide_response(situation: Situation, conversation_id: UUID, now: datetime) -> Decision:
    """A step for a reply that nothing else answers."""
    return _create(situation, RESPOND, "an answer to the customer's message", conversation_id, now)


def _create(situation: Situation, step: RuleStep, words: str, conversation_id: UUID, now: datetime) -> Decision:
    frame = schedule.frame_of(situation.customer, situation.settings, now)
    course = Course(situation, frame, Moment(now), wording.TODAY)
    place = Place(origin=ORIGIN, words=words, conversation_id=conversation_id, is_first=True)
    planned = placing.place_or_stand_in(course, _as_step(step), place)
    return Decision(NextStep(created=True, reason=planned.origin, explanation=planned.explanation), planned=planned)


def _as_step(step: RuleStep) -> Step:
    return Step(
        step_number=1,
        type=step.type,
        title=step.title,
        description=step.description,
        scheduled_offset_days=step.scheduled_offset_days,
        due_offset_days=step.due_offset_days,
        priority=step.priority,
        assignee="owner",
        fallback_type=placing.FALLBACK_TYPE,
    )
