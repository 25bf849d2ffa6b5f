"""Complete, skip and cancel: an open interaction becomes final and the customer's next step exists.

One transaction: the customer's lock, one read, the decision, one write. The edge commits.
"""

import re
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from onward.actions import changes, planning
from onward.actions.acting import Acting
from onward.domain import conversations, errors, next_step, steps
from onward.domain.decisions import Act, Decision, NextRequest, Then
from onward.domain.records import FINAL, SKIPPED_OUTCOME, Event, Interaction, NextStep, Status
from onward.store import interactions, situations
from onward.store.situations import Loaded

_AHEAD = timedelta(minutes=5)
_OUTCOME = re.compile(r"[a-z][a-z0-9_]{0,49}")
_FINAL_STATUS: dict[str, Status] = {"complete": "completed", "skip": "skipped", "cancel": "cancelled"}
_ACT_COLUMNS = (
    "status",
    "completed_at",
    "closed_at",
    "outcome",
    "outcome_details",
    "close_reason",
    "completed_by",
    "next_interaction_id",
    "next_step",
    "version",
)


class Completion(msgspec.Struct, frozen=True):
    """A request to complete. `outcome` may be missing only when the interaction is completed already."""

    outcome: str | None = None
    outcome_details: str | None = None
    completed_at: datetime | None = None
    is_backdated: bool = False
    next: NextRequest | None = None


class Finished(msgspec.Struct, frozen=True):
    """The final interaction, the customer's next one if there is one, and why it is that one."""

    interaction: Interaction
    next_interaction: Interaction | None
    next_step: NextStep


class Ready(msgspec.Struct, frozen=True):
    """An act that has been checked against the situation, with what it says besides.

    `decision` is what follows where that is decided already, `beside` are events that come with the act.
    """

    act: Act
    details: str | None = None
    new_outcome: str | None = None
    decision: Decision | None = None
    beside: list[Event] = []


class Draft(msgspec.Struct, frozen=True):
    """Everything that an act writes, not yet written."""

    finish: interactions.Finish
    next_step: NextStep
    events: list[Event]


async def complete_interaction(
    acting: Acting, interaction_id: UUID, wanted: Completion, if_match: int | None = None
) -> Finished:
    """Complete an open interaction; a repeat with the same outcome, or none, answers the same again.

    Raises NotFound, Conflict (another outcome, or cancelled or skipped), Stale, Invalid.
    """
    loaded = await _load(acting, interaction_id, wanted.outcome, named_ids(wanted.next))
    return await _carry_out(acting, loaded, ready_to_complete(acting, loaded, wanted, if_match))


async def skip_interaction(
    acting: Acting, interaction_id: UUID, reason: str | None, if_match: int | None = None
) -> Finished:
    """Skip an open interaction: the engine decides as for the outcome `skipped`.

    Raises NotFound, Conflict (completed or cancelled), Stale.
    """
    loaded = await _load(acting, interaction_id, SKIPPED_OUTCOME, [])
    return await _carry_out(acting, loaded, ready_to_skip(acting, loaded, reason, if_match))


async def cancel_interaction(
    acting: Acting, interaction_id: UUID, reason: str | None, then: Then, if_match: int | None = None
) -> Finished:
    """Cancel an open interaction; `then` says what becomes of its workflow and of the next step.

    Raises NotFound, Conflict (completed or skipped), Stale.
    """
    loaded = await _load(acting, interaction_id, SKIPPED_OUTCOME, [])
    return await _carry_out(acting, loaded, ready_to_cancel(acting, loaded, reason, then, if_match))


def ready_to_complete(acting: Acting, loaded: Loaded, wanted: Completion, if_match: int | None = None) -> Ready | None:
    """The checked act; None for a repeat, which changes nothing. Raises Conflict, Stale, Invalid."""
    current = _interaction(loaded)
    if _is_repeat(current, "complete", wanted.outcome):
        return None
    changes.check_version(current.version, if_match)
    _refuse_final(current, "complete")
    outcome = _checked_outcome(wanted.outcome, loaded)
    _check_next_assignee(wanted.next, loaded)
    act = Act(
        verb="complete",
        now=acting.now,
        at=_completion_time(wanted, current, acting.now),
        outcome=outcome,
        outcome_kind=loaded.outcome_kind or "neutral",
        next=wanted.next,
    )
    return Ready(act, wanted.outcome_details, outcome if loaded.outcome_kind is None else None)


def ready_to_skip(acting: Acting, loaded: Loaded, reason: str | None, if_match: int | None = None) -> Ready | None:
    """As `ready_to_complete`."""
    act = Act(verb="skip", now=acting.now, at=acting.now, reason=reason)
    return _ready_unless_final(act, _interaction(loaded), if_match)


def ready_to_cancel(
    acting: Acting, loaded: Loaded, reason: str | None, then: Then, if_match: int | None = None
) -> Ready | None:
    """As `ready_to_complete`."""
    act = Act(verb="cancel", now=acting.now, at=acting.now, reason=reason, then=then)
    return _ready_unless_final(act, _interaction(loaded), if_match)


def _ready_unless_final(act: Act, current: Interaction, if_match: int | None) -> Ready | None:
    if _is_repeat(current, act.verb):
        return None
    changes.check_version(current.version, if_match)
    _refuse_final(current, act.verb)
    return Ready(act)


async def _load(acting: Acting, interaction_id: UUID, outcome: str | None, named_ids: list[UUID]) -> Loaded:
    await interactions.lock_customer_of(acting.tx, acting.tenant_id, interaction_id)
    return await situations.get_situation(acting.tx, acting.tenant_id, interaction_id, outcome, named_ids)


def _interaction(loaded: Loaded) -> Interaction:
    interaction = loaded.situation.interaction
    if interaction is None:
        raise errors.NotFound("There is no interaction with this id.")
    return interaction


def named_ids(wanted: NextRequest | None) -> list[UUID]:
    """The templates and members that a request for the next step names."""
    named = (wanted.template_id, wanted.assignee_id) if wanted else ()
    return [identity for identity in named if identity is not None]


def _checked_outcome(outcome: str | None, loaded: Loaded) -> str:
    outcome = checked_form(outcome)
    if loaded.open_outcomes is not None and outcome not in loaded.open_outcomes:
        known = ", ".join(loaded.open_outcomes)
        raise errors.Invalid.field("outcome", f"is not open to this type of interaction; choose one of: {known}")
    return outcome


def checked_form(outcome: str | None) -> str:
    """An outcome that could be one, whatever the type. Raises Invalid."""
    if outcome is None:
        raise errors.Invalid.field("outcome", 'say what came of it, for example "success"')
    if outcome == SKIPPED_OUTCOME:
        raise errors.Invalid.field("outcome", '"skipped" is reserved; use the skip verb')
    if not _OUTCOME.fullmatch(outcome):
        raise errors.Invalid.field("outcome", 'must be a short key of a-z, 0-9 and _, such as "left_message"')
    return outcome


def _check_next_assignee(wanted: NextRequest | None, loaded: Loaded) -> None:
    if wanted is None or wanted.assignee_id is None:
        return
    if wanted.assignee_id not in loaded.situation.active_member_names:
        raise errors.Invalid.field("next.assignee_id", "names no active member")


def check_not_ahead(at: datetime, now: datetime) -> None:
    """Raises Invalid for a completion time that has not come."""
    if at > now + _AHEAD:
        raise errors.Invalid.field("completed_at", "lies in the future")


def _completion_time(wanted: Completion, current: Interaction, now: datetime) -> datetime:
    at = wanted.completed_at or now
    check_not_ahead(at, now)
    if at < current.created_at and not wanted.is_backdated:
        raise errors.Invalid.field(
            "completed_at", 'lies before the interaction was created; send "backdated": true if that is meant'
        )
    return min(at, now)


async def _carry_out(acting: Acting, loaded: Loaded, ready: Ready | None) -> Finished:
    if ready is None:
        return await _repeated(acting, _interaction(loaded))
    return await save(acting, draft(acting, loaded, ready))


async def save(acting: Acting, drafted: Draft) -> Finished:
    """Write an act. The customer must be locked. Raises Unavailable when the interaction is no longer open."""
    written = await interactions.finish_interaction(
        acting.tx, acting.tenant_id, drafted.finish, changes.writing(acting), drafted.events
    )
    if not written:
        raise errors.Unavailable("Somebody finished this interaction at the same moment. Try again.")
    following = await next_interaction(acting, drafted.next_step, drafted.finish.successor)
    return Finished(drafted.finish.finished, following, drafted.next_step)


def draft(acting: Acting, loaded: Loaded, ready: Ready) -> Draft:
    """Decide what comes next and say all that is to be written. Raises Conflict or Invalid for the act's own next."""
    situation, current, act = loaded.situation, _interaction(loaded), ready.act
    decision = ready.decision or next_step.decide(situation, act)
    rows = planning.rows_of(acting, decision, situation.customer, situation.workflow, current.id)
    finish = interactions.Finish(
        finished=_final_state(acting, current, act, rows, ready.details),
        moved=rows.moved,
        started=rows.started,
        successor=rows.interaction,
        successor_words=rows.words,
        new_outcome=ready.new_outcome,
        conversation_status=_conversation_status(loaded, act),
    )
    events = [_act_event(acting, loaded, finish), *planning.events_of(acting, rows, situation.workflow), *ready.beside]
    return Draft(finish, rows.next_step, events)


def _act_event(acting: Acting, loaded: Loaded, finish: interactions.Finish) -> Event:
    """What the act changed, so that undo can bring it back."""
    workflow, finished = loaded.situation.workflow, finish.finished
    old = changes.picked(_interaction(loaded), _ACT_COLUMNS)
    new = changes.picked(finished, _ACT_COLUMNS)
    if workflow is not None and finish.moved is not None:
        old["workflow"] = changes.picked(workflow, changes.WORKFLOW_STATE)
        new["workflow"] = changes.picked(finish.moved, changes.WORKFLOW_STATE)
    if finish.conversation_status is not None:
        old["conversation_status"] = loaded.conversation_status
        new["conversation_status"] = finish.conversation_status
    return changes.interaction_event(acting, f"interaction.{finished.status}", finished, old, new)


def _conversation_status(loaded: Loaded, act: Act) -> str | None:
    """What the act makes of the linked conversation, None when it stays as it is."""
    situation, current = loaded.situation, _interaction(loaded)
    if loaded.conversation_status is None or act.verb == "cancel":
        return None
    step = None
    if situation.definition is not None and current.step_number is not None:
        step = steps.find_step(situation.definition, current.step_number)
    outcome = SKIPPED_OUTCOME if act.verb == "skip" else act.outcome
    status = conversations.status_after(step, situation.settings, outcome, act.outcome_kind)
    return None if status == loaded.conversation_status else status


def _final_state(
    acting: Acting, current: Interaction, act: Act, rows: planning.Rows, details: str | None
) -> Interaction:
    is_completed = act.verb == "complete"
    return msgspec.structs.replace(
        current,
        status=_FINAL_STATUS[act.verb],
        completed_at=act.at if is_completed else None,
        closed_at=act.at,
        outcome=act.outcome,
        outcome_details=details if details is not None else current.outcome_details,
        close_reason=act.reason,
        completed_by=acting.actor.id if is_completed else None,
        next_interaction_id=rows.interaction.id if rows.interaction else None,
        next_step=rows.next_step,
        version=current.version + 1,
        updated_at=acting.now,
    )


async def next_interaction(acting: Acting, step: NextStep, made: Interaction | None) -> Interaction | None:
    """What a decision names as next: the one that it made, or one that stands already."""
    if made is not None or step.interaction_id is None:
        return made
    return await interactions.find_interaction(acting.tx, acting.tenant_id, step.interaction_id)


UNRECORDED = NextStep(created=False, reason="exit", explanation="Nothing was planned after this interaction.")


def _is_repeat(current: Interaction, verb: str, outcome: str | None = None) -> bool:
    return current.status == _FINAL_STATUS[verb] and outcome in (None, current.outcome)


def _refuse_final(current: Interaction, verb: str) -> None:
    if current.status not in FINAL:
        return
    if current.status != _FINAL_STATUS[verb]:
        raise errors.Conflict(f"This interaction is {current.status} already; undo that first.")
    raise errors.Conflict(
        f'This interaction was completed with the outcome "{current.outcome}"; undo that first to change it.'
    )


async def _repeated(acting: Acting, current: Interaction) -> Finished:
    """The same answer again, both items as they are now."""
    step = current.next_step or UNRECORDED
    return Finished(current, await next_interaction(acting, step, None), step)
