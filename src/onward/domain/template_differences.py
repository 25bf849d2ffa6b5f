"""What a draft would change: field by field, step by step."""

from typing import Any, Literal

from msgspec import Struct, structs

from onward.domain.records import Definition, Step


class FieldDifference(Struct, frozen=True):
    """`before` and `after` as they stand in the definition; None for a field that is not set."""

    field: str
    before: Any
    after: Any


class StepDifference(Struct, frozen=True):
    """A step that is new, gone or other; `fields` are those that differ, for a changed one only."""

    step_number: int
    change: Literal["added", "removed", "changed"]
    title: str
    fields: list[FieldDifference]


class Differences(Struct, frozen=True):
    fields: list[FieldDifference]
    steps: list[StepDifference]


def differences(before: Definition, after: Definition) -> Differences:
    """Steps are told apart by their numbers, in the order of the numbers."""
    old, new = [{step.step_number: step for step in each.steps} for each in (before, after)]
    steps = [_step(old.get(number), new.get(number)) for number in sorted({*old, *new})]
    return Differences(_fields(before, after, leaving_out="steps"), [step for step in steps if step is not None])


def _step(before: Step | None, after: Step | None) -> StepDifference | None:
    if after is None:
        return None if before is None else StepDifference(before.step_number, "removed", before.title, [])
    if before is None:
        return StepDifference(after.step_number, "added", after.title, [])
    fields = _fields(before, after)
    return StepDifference(after.step_number, "changed", after.title, fields) if fields else None


def _fields(before: Struct, after: Struct, leaving_out: str = "") -> list[FieldDifference]:
    old, new = structs.asdict(before), structs.asdict(after)
    return [
        FieldDifference(name, old[name], new[name]) for name in new if name != leaving_out and old[name] != new[name]
    ]
