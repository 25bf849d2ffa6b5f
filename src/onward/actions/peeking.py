"""Peek: what would come next, without making it. Nothing is locked and nothing is written."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from onward.actions.acting import Acting
from onward.domain import beginnings, errors, peeking
from onward.domain.decisions import Decision, Situation, Verb
from onward.domain.peeking import Peeked
from onward.domain.records import Interaction, NextStep
from onward.store import interactions, outlooks
from onward.store.situations import Loaded

UNSAVED = UUID(int=0)
"""The id of an interaction that would be made."""


class Foreseen(msgspec.Struct, frozen=True):
    """What an act would answer. Acts that come to the same share one `next_step` and `next_interaction`."""

    verb: Verb
    outcome: str | None
    next_interaction: Interaction | None
    next_step: NextStep


async def peek_interaction(acting: Acting, interaction_id: UUID) -> list[Foreseen]:
    """Raises NotFound."""
    found = await peek_interactions(acting, [interaction_id])
    if interaction_id not in found:
        raise errors.NotFound("There is no interaction with this id.")
    return found[interaction_id]


async def peek_interactions(acting: Acting, interaction_ids: Sequence[UUID]) -> dict[UUID, list[Foreseen]]:
    """By interaction; four statements at the most, however many they are. What is final has nothing ahead."""
    if not interaction_ids:
        return {}
    loaded, known = await outlooks.list_outlooks(acting.tx, acting.tenant_id, interaction_ids)
    offered = {type_: peeking.in_order(known, narrowed_to) for type_, narrowed_to in _types(loaded).items()}
    peeked = [
        (each.situation, peeking.peek(each.situation, offered[_current(each.situation).type], acting.now))
        for each in loaded
    ]
    standing = await _standing(acting, [one.decision for _, ones in peeked for one in ones])
    return {_current(situation).id: _foreseen(acting, situation, ones, standing) for situation, ones in peeked}


def _types(loaded: list[Loaded]) -> dict[str, list[str] | None]:
    """The types that occur, with the outcomes that each narrows to."""
    return {_current(each.situation).type: each.open_outcomes for each in loaded}


async def _standing(acting: Acting, decisions: list[Decision]) -> dict[UUID, Interaction]:
    """The interactions that stand already, where nothing would be made because of them."""
    ids = {decision.next_step.interaction_id for decision in decisions} - {None}
    if not ids:
        return {}
    found = await interactions.list_interactions_by_id(acting.tx, acting.tenant_id, [one for one in ids if one])
    return {each.id: each for each in found}


def _current(situation: Situation) -> Interaction:
    if situation.interaction is None:
        raise ValueError("the situation of an interaction has that interaction")
    return situation.interaction


def _foreseen(
    acting: Acting, situation: Situation, peeked: list[Peeked], standing: dict[UUID, Interaction]
) -> list[Foreseen]:
    distinct = {id(one.decision): one.decision for one in peeked}
    made = {key: _next(acting, situation, decision, standing) for key, decision in distinct.items()}
    return [Foreseen(one.verb, one.outcome, made[id(one.decision)], one.decision.next_step) for one in peeked]


def _next(
    acting: Acting, situation: Situation, decision: Decision, standing: dict[UUID, Interaction]
) -> Interaction | None:
    planned, standing_id = decision.planned, decision.next_step.interaction_id
    if planned is None:
        return None if standing_id is None else standing.get(standing_id)
    current = situation.workflow if planned.belongs_to == "current" else None
    return beginnings.new_interaction(
        planned,
        situation.customer,
        identity=UNSAVED,
        workflow_id=current.id if current else None,
        now=acting.now,
        created_by=acting.actor.id,
    )
