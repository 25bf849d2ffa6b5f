"""What becomes of a step that is planned already when the customer does not want its channel any more."""

from msgspec import structs

from onward.domain import placing, steps, wording
from onward.domain.decisions import Situation
from onward.domain.records import Definition, FollowUp, Interaction


def stand_in(situation: Situation) -> Interaction | None:
    """The situation's open step with another channel, at the same place and time: its `fallback_type`, else the
    default follow-up, as for a step that is planned now. None where its channel is not blocked.

    Raises ValueError without an interaction.
    """
    planned = situation.interaction
    if planned is None:
        raise ValueError("a stand-in is for a step that there is")
    channel = placing.blocked_channel(situation, planned.type)
    if channel is None:
        return None
    because = f"in place of type {planned.type} (the customer must not be contacted by {channel} any more)"
    other = _fallback_type(situation, planned)
    if other is not None:
        return structs.replace(planned, type=other, explanation=wording.sentence(because))
    follow_up = situation.settings.follow_up
    return structs.replace(
        planned,
        type=_follow_up_type(situation, follow_up),
        title=wording.fill_title(follow_up.title, situation.customer, _assignee_name(situation, planned)),
        description=wording.fill_description(
            follow_up.description, situation.customer, _assignee_name(situation, planned)
        ),
        explanation=wording.sentence(f"the default follow-up {because}"),
    )


def _fallback_type(situation: Situation, planned: Interaction) -> str | None:
    if situation.definition is None or planned.step_number is None:
        return None
    return _usable(situation, situation.definition, planned.step_number)


def _usable(situation: Situation, definition: Definition, number: int) -> str | None:
    step = steps.find_step(definition, number)
    other = None if step is None else step.fallback_type
    return None if other is None or placing.blocked_channel(situation, other) is not None else other


def _follow_up_type(situation: Situation, follow_up: FollowUp) -> str:
    is_blocked = placing.blocked_channel(situation, follow_up.type) is not None
    return placing.FALLBACK_TYPE if is_blocked else follow_up.type


def _assignee_name(situation: Situation, planned: Interaction) -> str | None:
    return situation.active_member_names.get(planned.assignee_id) if planned.assignee_id else None
