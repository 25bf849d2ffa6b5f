"""Finding one's way in a definition: its steps, its branches, the templates it names.

What makes a definition valid is template_faults.py's business, which way a run goes path.py's.
"""

from collections.abc import Iterator, Mapping
from uuid import UUID

from onward.domain.records import Branch, Definition, Step

END_TEMPLATE = "template:"
KIND = "kind:"


def find_step(definition: Definition, number: int) -> Step | None:
    for step in definition.steps:
        if step.step_number == number:
            return step
    return None


def first_step(definition: Definition) -> Step:
    """Where a run begins. Raises ValueError where no step has number 1, which validation refuses."""
    step = find_step(definition, 1)
    if step is None:
        raise ValueError("a definition needs a step with number 1")
    return step


def steps_by_number(definition: Definition) -> dict[int, Step]:
    return {step.step_number: step for step in definition.steps}


def referenced_template_ids(definition: Definition) -> frozenset[UUID]:
    """Every template that a run of this definition could start."""
    return frozenset(_template_ids(definition))


def end_template_id(definition: Definition) -> UUID | None:
    """The template that `end_action` names, if it names one."""
    action = definition.end_action
    return as_id(action.removeprefix(END_TEMPLATE)) if action.startswith(END_TEMPLATE) else None


def is_for(branch: Branch, outcome: str | None, kind: str | None) -> bool:
    if outcome in branch.outcomes:
        return True
    return kind is not None and f"{KIND}{kind}" in branch.outcomes


def conversation_status_after(mapping: Mapping[str, str], outcome: str | None, kind: str | None) -> str | None:
    """What a mapping makes of the linked conversation; an outcome's own entry before its kind's."""
    own = None if outcome is None else mapping.get(outcome)
    return own if own is not None else mapping.get(f"{KIND}{kind}")


def branch_key(step: Step, index: int) -> str:
    """Under which a workflow counts how often it took the branch."""
    return f"{step.step_number}:{index}"


def as_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _template_ids(definition: Definition) -> Iterator[UUID]:
    end = end_template_id(definition)
    if end is not None:
        yield end
    for step in definition.steps:
        for branch in step.branches:
            if branch.template_id is not None:
                yield branch.template_id
