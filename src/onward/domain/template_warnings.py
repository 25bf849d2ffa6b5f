"""What is allowed in a template and yet hardly meant: told while somebody writes it, refused never.

What keeps a template from being saved is template_faults.py's business.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from onward.domain import steps
from onward.domain.errors import Fault
from onward.domain.records import SKIPPED_OUTCOME, Branch, Definition, InteractionType, Step
from onward.domain.simulation import SimulatedStep

_LONGEST = timedelta(days=366)


def warnings(
    definition: Definition,
    path: Sequence[SimulatedStep],
    start: datetime,
    types: Mapping[str, InteractionType],
    kinds: Mapping[str, str],
) -> list[Fault]:
    """In the order of the steps. `path` is one that the definition takes from `start`; `types` and `kinds` are those
    in use, by key and by outcome.
    """
    return [
        *_late_steps(definition, path, start),
        *(found for index, step in enumerate(definition.steps) for found in _lanes(step, index, types, kinds)),
    ]


def _late_steps(definition: Definition, path: Sequence[SimulatedStep], start: datetime) -> Iterator[Fault]:
    planned = [(each.step_number, each.scheduled_at) for each in path]
    late = {number for number, at in planned if at is not None and at - start > _LONGEST}
    for index, step in enumerate(definition.steps):
        if step.step_number in late:
            yield Fault(f"steps[{index}].scheduled_offset_days", "comes more than a year after the start on this path")


def _lanes(step: Step, index: int, types: Mapping[str, InteractionType], kinds: Mapping[str, str]) -> Iterator[Fault]:
    offered = _offered(types.get(step.type), kinds)
    taken: set[str] = set()
    for place, branch in enumerate(step.branches):
        at = f"steps[{index}].branches[{place}].outcomes"
        yield from (Fault(at, f"{one} is not among the outcomes of this type") for one in _unknown(branch, offered))
        meant = {one for one in offered if steps.is_for(branch, one, kinds.get(one))}
        if meant and meant <= taken:
            yield Fault(at, "a branch above takes these outcomes already, as often as they come")
        if branch.max_times is None:
            taken |= meant


def _offered(chosen: InteractionType | None, kinds: Mapping[str, str]) -> set[str]:
    narrowed = None if chosen is None else chosen.outcomes
    return {*(kinds if narrowed is None else narrowed), SKIPPED_OUTCOME}


def _unknown(branch: Branch, offered: set[str]) -> list[str]:
    return [one for one in branch.outcomes if not one.startswith(steps.KIND) and one not in offered]
