"""How the steps of a template connect: which exist, which can be reached, which loops take no time."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from onward.domain import steps
from onward.domain.errors import Fault
from onward.domain.records import Definition, Step


class _Edge(Struct, frozen=True):
    """A way from one step number to another; `is_free` when a run can take it any number of times without
    a day going by."""

    source: int
    target: int
    field: str
    is_free: bool


def faults(definition: Definition) -> Iterator[Fault]:
    yield from _number_faults(definition)
    by_number = steps.steps_by_number(definition)
    edges = list(_edges(definition, by_number))
    for edge in edges:
        if edge.target not in by_number:
            yield Fault(edge.field, f"there is no step {edge.target}")
    if 1 in by_number:
        yield from _reach_faults(definition, edges)
    yield from _loop_faults(definition, edges)


def _number_faults(definition: Definition) -> Iterator[Fault]:
    seen: dict[int, int] = {}
    for index, step in enumerate(definition.steps):
        first = seen.setdefault(step.step_number, index)
        if first != index:
            yield Fault(f"steps[{index}].step_number", f"{step.step_number} is already used by steps[{first}]")
    if 1 not in seen:
        yield Fault("steps", "a step with step_number 1 is needed: the run begins there")


def _edges(definition: Definition, by_number: dict[int, Step]) -> Iterator[_Edge]:
    for index, step in enumerate(definition.steps):
        if step.next_step is not None:
            is_free = _takes_no_day(by_number.get(step.next_step), None)
            yield _Edge(step.step_number, step.next_step, f"steps[{index}].next_step", is_free)
        yield from _branch_edges(step, f"steps[{index}].branches", by_number)


def _branch_edges(step: Step, at: str, by_number: dict[int, Step]) -> Iterator[_Edge]:
    for index, branch in enumerate(step.branches):
        if branch.next_step is not None:
            no_day = _takes_no_day(by_number.get(branch.next_step), branch.scheduled_offset_days)
            is_free = no_day and branch.max_times is None
            yield _Edge(step.step_number, branch.next_step, f"{at}[{index}].next_step", is_free)


def _takes_no_day(target: Step | None, own_offset_days: int | None) -> bool:
    if own_offset_days is not None:
        return own_offset_days == 0
    return target is not None and target.scheduled_offset_days == 0


def _reach_faults(definition: Definition, edges: list[_Edge]) -> Iterator[Fault]:
    reached = _reachable(1, _targets(edges)) | {1}
    for index, step in enumerate(definition.steps):
        if step.step_number not in reached:
            yield Fault(f"steps[{index}].step_number", "this step cannot be reached from step 1")


def _loop_faults(definition: Definition, edges: list[_Edge]) -> Iterator[Fault]:
    """Every loop goes back at least once to a step that stands no later: the fault is placed there."""
    free = [edge for edge in edges if edge.is_free]
    targets = _targets(free)
    order = {step.step_number: index for index, step in enumerate(definition.steps)}
    reachable = {number: _reachable(number, targets) for number in order}
    for edge in free:
        goes_back = edge.target in order and order[edge.target] <= order[edge.source]
        if goes_back and (edge.target == edge.source or edge.source in reachable[edge.target]):
            yield Fault(edge.field, "closes a loop that takes no time: give it a day or max_times")


def _targets(edges: Iterable[_Edge]) -> dict[int, set[int]]:
    targets: dict[int, set[int]] = {}
    for edge in edges:
        targets.setdefault(edge.source, set()).add(edge.target)
    return targets


def _reachable(start: int, targets: dict[int, set[int]]) -> set[int]:
    """Every number that some way from `start` leads to."""
    reached: set[int] = set()
    ahead = [start]
    while ahead:
        for number in targets.get(ahead.pop(), ()):
            if number not in reached:
                reached.add(number)
                ahead.append(number)
    return reached
