"""What would come next for each thing that can be done with an open interaction, by the same deciding."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import Struct

from onward.domain import next_step, placing, steps
from onward.domain.decisions import Act, Decision, Situation, Verb
from onward.domain.errors import Refused
from onward.domain.records import OPEN, Outcome

_Decided = tuple[Verb, str | None, Decision | None]
_WITHOUT_OUTCOME: tuple[Verb, Verb] = ("skip", "cancel")


class Peeked(Struct, frozen=True):
    """An act and what would be decided; acts that come to the same share one decision."""

    verb: Verb
    outcome: str | None
    decision: Decision


def peek(situation: Situation, outcomes: Iterable[tuple[str, str]], now: datetime) -> list[Peeked]:
    """Completing with each of the outcomes (key and kind), skipping and cancelling, at `now`.

    An act that would be refused is left out; with what is final nothing can be done.
    """
    current = situation.interaction
    if current is None or current.status not in OPEN:
        return []
    completions = _completions(situation, outcomes, now)
    others = (Act(verb, now=now, at=now) for verb in _WITHOUT_OUTCOME)
    decided = [*completions, *((act.verb, None, _decide(situation, act)) for act in others)]
    return [Peeked(verb, outcome, decision) for verb, outcome, decision in decided if decision is not None]


def in_order(known: list[Outcome], narrowed_to: list[str] | None) -> list[tuple[str, str]]:
    """The outcomes that are offered for a type, with their kinds: those that it narrows to, else all that are in use.

    `known` are the tenant's, in its order, those out of use among them.
    """
    if narrowed_to is None:
        return [(each.key, each.kind) for each in known if each.archived_at is None]
    by_key = {each.key: each for each in known}
    wanted = [by_key.get(key, Outcome(key, "neutral")) for key in narrowed_to]
    return [(each.key, each.kind) for each in wanted if each.archived_at is None]


def _completions(situation: Situation, outcomes: Iterable[tuple[str, str]], now: datetime) -> Iterator[_Decided]:
    """An outcome is looked at by branches only: all that no branch is for come to the same, which is decided once."""
    run = placing.running(situation)
    branches = run.step.branches if run is not None and run.step is not None else ()
    decided: dict[str | None, Decision | None] = {}
    for key, kind in outcomes:
        which = key if branches and any(steps.is_for(each, key, kind) for each in branches) else None
        if which not in decided:
            act = Act("complete", now=now, at=now, outcome=key, outcome_kind=kind)
            decided[which] = _decide(situation, act)
        yield "complete", key, decided[which]


def _decide(situation: Situation, act: Act) -> Decision | None:
    try:
        return next_step.decide(situation, act)
    except Refused:
        return None
