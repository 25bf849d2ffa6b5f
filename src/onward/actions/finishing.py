"""Complete, skip and cancel: an open interaction becomes final and the customer's next step exists.

One transaction: the customer's lock, one read, the decision, one write. The edge commits.
"""

import re
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from onward.actions import changes, planning
from onward.actions.acting import Acting
from onward.domain import errors, next_step, steps
from onward.domain.decisions import Act, NextRequest, Then
from onward.domain.records import FINAL, SKIPPED_OUTCOME, Interaction, NextStep, Status
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


async def complete_interaction(
    acting: Acting, interaction_id: UUID, wanted: Completion, if_match: int | None = None
) -> Finished:
    """Complete an open interaction; a repeat with the same outcome, or none, answers the same again.

    Raises NotFound, Conflict (another outcome, or cancelled or skipped), Stale, Invalid.
    """
    loaded = await _load(acting, interaction_id, wanted.outcome, _named_ids(wanted.next))
    current = _interaction(loaded)
    if _is_repeat(current, "complete", wanted.outcome):
        return await _repeated(acting, current)
    changes.check_version(current.version, if_match)
    _refuse_final(current, "complete")
    outcome = _checked_outcome(wanted.outcome, loaded)
    _check_next_assignee(wanted.next, loaded)
    at = _completion_time(wanted, current, acting.now)
    act = Act(
        verb="complete",
        now=acting.now,
        at=at,
        outcome=outcome,
        outcome_kind=loaded.outcome_kind or "neutral",
        next=wanted.next,
    )
    new_outcome = outcome if loaded.outcome_kind is None else None
    return await _finish(acting, loaded, act, details=wanted.outcome_details, new_outcome=new_outcome)


async def skip_interaction(
    acting: Acting, interaction_id: UUID, reason: str | None, if_match: int | None = None
) -> Finished:
    """Skip an open interaction: the engine decides as for the outcome `skipped`.

    Raises NotFound, Conflict (completed or cancelled), Stale.
    """
    loaded = await _load(acting, interaction_id, SKIPPED_OUTCOME, [])
    current = _interaction(loaded)
    if _is_repeat(current, "skip"):
        return await _repeated(acting, current)
    changes.check_version(current.version, if_match)
    _refuse_final(current, "skip")
    act = Act(verb="skip", now=acting.now, at=acting.now, reason=reason)
    return await _finish(acting, loaded, act)


async def cancel_interaction(
    acting: Acting, interaction_id: UUID, reason: str | None, then: Then, if_match: int | None = None
) -> Finished:
    """Cancel an open interaction; `then` says what becomes of its workflow and of the next step.

    Raises NotFound, Conflict (completed or skipped), Stale.
    """
    loaded = await _load(acting, interaction_id, SKIPPED_OUTCOME, [])
    current = _interaction(loaded)
    if _is_repeat(current, "cancel"):
        return await _repeated(acting, current)
    changes.check_version(current.version, if_match)
    _refuse_final(current, "cancel")
    act = Act(verb="cancel", now=acting.now, at=acting.now, reason=reason, then=then)
    return await _finish(acting, loaded, act)


async def _load(acting: Acting, interaction_id: UUID, outcome: str | None, named_ids: list[UUID]) -> Loaded:
    await interactions.lock_customer_of(acting.tx, acting.tenant_id, interaction_id)
    return await situations.get_situation(acting.tx, acting.tenant_id, interaction_id, outcome, named_ids)


def _interaction(loaded: Loaded) -> Interaction:
    interaction = loaded.situation.interaction
    if interaction is None:
        raise errors.NotFound("There is no interaction with this id.")
    return interaction


def _named_ids(wanted: NextRequest | None) -> list[UUID]:
    named = (wanted.template_id, wanted.assignee_id) if wanted else ()
    return [identity for identity in named if identity is not None]


def _checked_outcome(outcome: str | None, loaded: Loaded) -> str:
    if outcome is None:
        raise errors.Invalid.field("outcome", 'say what came of it, for example "success"')
    if outcome == SKIPPED_OUTCOME:
        raise errors.Invalid.field("outcome", '"skipped" is reserved; use the skip verb')
    if not _OUTCOME.fullmatch(outcome):
        raise errors.Invalid.field("outcome", 'must be a short key of a-z, 0-9 and _, such as "left_message"')
    if loaded.open_outcomes is not None and outcome not in loaded.open_outcomes:
        known = ", ".join(loaded.open_outcomes)
        raise errors.Invalid.field("outcome", f"is not open to this type of interaction; choose one of: {known}")
    return outcome


def _check_next_assignee(wanted: NextRequest | None, loaded: Loaded) -> None:
    if wanted is None or wanted.assignee_id is None:
        return
    if wanted.assignee_id not in loaded.situation.active_member_names:
        raise errors.Invalid.field("next.assignee_id", "names no active member")


def _completion_time(wanted: Completion, current: Interaction, now: datetime) -> datetime:
    at = wanted.completed_at or now
    if at > now + _AHEAD:
        raise errors.Invalid.field("completed_at", "lies in the future")
    if at < current.created_at and not wanted.is_backdated:
        raise errors.Invalid.field(
            "completed_at", 'lies before the interaction was created; send "backdated": true if that is meant'
        )
    return min(at, now)


async def _finish(
    acting: Acting, loaded: Loaded, act: Act, details: str | None = None, new_outcome: str | None = None
) -> Finished:
    situation, current = loaded.situation, _interaction(loaded)
    decision = next_step.decide(situation, act)
    rows = planning.rows_of(acting, decision, situation.customer, situation.workflow, current.id)
    finished = _final_state(acting, current, act, rows, details)
    conversation_status = _conversation_status(loaded, act)
    finish = interactions.Finish(
        finished=finished,
        moved=rows.moved,
        started=rows.started,
        successor=rows.interaction,
        successor_words=rows.words,
        new_outcome=new_outcome,
        conversation_status=conversation_status,
    )
    old, new = changes.picked(current, _ACT_COLUMNS), changes.picked(finished, _ACT_COLUMNS)
    if situation.workflow is not None and rows.moved is not None:
        old["workflow"] = changes.picked(situation.workflow, changes.WORKFLOW_STATE)
        new["workflow"] = changes.picked(rows.moved, changes.WORKFLOW_STATE)
    if conversation_status is not None:
        old["conversation_status"], new["conversation_status"] = loaded.conversation_status, conversation_status
    events = [
        changes.interaction_event(acting, f"interaction.{finished.status}", finished, old, new),
        *planning.events_of(acting, rows, situation.workflow),
    ]
    written = await interactions.finish_interaction(
        acting.tx, acting.tenant_id, finish, changes.writing(acting), events
    )
    if not written:
        raise errors.Unavailable("Somebody finished this interaction at the same moment. Try again.")
    return Finished(finished, await _next_interaction(acting, rows.next_step, rows.interaction), rows.next_step)


def _conversation_status(loaded: Loaded, act: Act) -> str | None:
    """What the step makes of the linked conversation, None when it stays as it is."""
    situation, current = loaded.situation, _interaction(loaded)
    if situation.definition is None or current.step_number is None or loaded.conversation_status is None:
        return None
    step = steps.find_step(situation.definition, current.step_number)
    if step is None or act.verb == "cancel":
        return None
    outcome = SKIPPED_OUTCOME if act.verb == "skip" else act.outcome
    status = steps.conversation_status_after(step, outcome, act.outcome_kind)
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


async def _next_interaction(acting: Acting, step: NextStep, made: Interaction | None) -> Interaction | None:
    if made is not None or step.interaction_id is None:
        return made
    return await interactions.find_interaction(acting.tx, acting.tenant_id, step.interaction_id)


_UNRECORDED = NextStep(created=False, reason="exit", explanation="Nothing was planned after this interaction.")


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
    step = current.next_step or _UNRECORDED
    return Finished(current, await _next_interaction(acting, step, None), step)
