"""Taking a run over to a newer version of its template: which step becomes which."""

from msgspec import Struct, structs

from onward.domain import steps
from onward.domain.errors import Fault, Invalid
from onward.domain.records import Definition, Step, Workflow


class StepMove(Struct, frozen=True):
    """A step of the old version and the one that takes its place, None where none does."""

    old: Step
    new: Step | None
    is_current: bool


class Migration(Struct, frozen=True):
    """`workflow` is the run as it would stand; it is None where its own step has no counterpart."""

    moves: list[StepMove]
    workflow: Workflow | None


def plan(workflow: Workflow, old: Definition, new: Definition, new_version: int, mapping: dict[int, int]) -> Migration:
    """Each step becomes the one that `mapping` names, else the one of the same number.

    Raises Invalid for a mapping that names steps which are not there.
    """
    _check(old, new, mapping)
    target = {step.step_number: mapping.get(step.step_number, step.step_number) for step in old.steps}
    moves = [
        StepMove(step, steps.find_step(new, target[step.step_number]), step.step_number == workflow.step_number)
        for step in old.steps
    ]
    here = next((move.new for move in moves if move.is_current), None)
    if here is None:
        return Migration(moves, None)
    after = structs.replace(
        workflow,
        template_version=new_version,
        step_number=here.step_number,
        branch_counts=_counts(workflow.branch_counts, moves),
        version=workflow.version + 1,
    )
    return Migration(moves, after)


def _check(old: Definition, new: Definition, mapping: dict[int, int]) -> None:
    faults = [
        Fault(f"steps.{number}", "is no step of the version that runs")
        for number in mapping
        if steps.find_step(old, number) is None
    ]
    faults += [
        Fault(f"steps.{number}", f"names step {target}, which the newer version does not have")
        for number, target in mapping.items()
        if steps.find_step(new, target) is None
    ]
    if faults:
        raise Invalid(faults)


def _counts(counts: dict[str, int], moves: list[StepMove]) -> dict[str, int]:
    """How often each branch was taken, where the new step still has a branch for the same outcomes."""
    kept: dict[str, int] = {}
    for move in moves:
        for index, branch in enumerate(move.old.branches):
            count = counts.get(steps.branch_key(move.old, index))
            found = None if move.new is None else _same_branch(move.new, branch.outcomes)
            if count is not None and move.new is not None and found is not None:
                key = steps.branch_key(move.new, found)
                kept[key] = kept.get(key, 0) + count
    return kept


def _same_branch(step: Step, outcomes: tuple[str, ...]) -> int | None:
    return next((index for index, branch in enumerate(step.branches) if branch.outcomes == outcomes), None)
