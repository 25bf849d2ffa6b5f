"""What would come next for each thing that can be done with an open interaction, by the same deciding."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import Struct

from onward.domain import next_step, placing, steps
from onward.domain.decisions import Act, Decision, Situation, Verb
from onward.domain.errors import Refused
from onward.domain.records import OPEN, Outcome, Step


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
    acts = [*_completions(situation, outcomes, now), Act("skip", now=now, at=now), Act("cancel", now=now, at=now)]
    return list(_decided(situation, acts))


def in_order(known: list[Outcome], narrowed_to: list[str] | None) -> list[tuple[str, str]]:
    """The outcomes that are offered for a type, with their kinds: those that it narrows to, else all that are in use.

    `known` are the tenant's, in its order, those out of use among them.
    """
    if narrowed_to is None:
        return [(each.key, each.kind) for each in known if each.archived_at is None]
    by_key = {each.key: each for each in known}
    wanted = [by_key.get(key, Outcome(key, "neutral")) for key in narrowed_to]
    return [(each.key, each.kind) for each in wanted if each.archived_at is None]


def _completions(situation: Situation, outcomes: Iterable[tuple[str, str]], now: datetime) -> Iterator[Act]:
    for key, kind in outcomes:
        yield Act("complete", now=now, at=now, outcome=key, outcome_kind=kind)


def _decided(situation: Situation, acts: list[Act]) -> Iterator[Peeked]:
    """An outcome is looked at by branches only: all that no branch is for come to the same."""
    run = placing.running(situation)
    plain: Decision | None = None
    for act in acts:
        is_plain = act.verb == "complete" and not _branches(run.step if run else None, act)
        decision = plain if is_plain and plain is not None else _decide(situation, act)
        if is_plain:
            plain = decision
        if decision is not None:
            yield Peeked(act.verb, act.outcome, decision)


def _branches(step: Step | None, act: Act) -> bool:
    return (
        step is not None
        and step.branches != ()
        and any(steps.is_for(each, act.outcome, act.outcome_kind) for each in step.branches)
    )


def _decide(situation: Situation, act: Act) -> Decision | None:
    try:
        return next_step.decide(situation, act)
    except Refused:
        return None
