"""What a definition points to outside itself: other templates and members, and at which place."""

from uuid import UUID

from onward.domain.records import Definition
from onward.domain.steps import as_id, end_template_id


def template_places(definition: Definition) -> list[tuple[str, UUID]]:
    """Each template that is named, with the path of the field that names it."""
    places = [
        (f"steps[{at}].branches[{index}].template_id", branch.template_id)
        for at, step in enumerate(definition.steps)
        for index, branch in enumerate(step.branches)
        if branch.template_id is not None
    ]
    end = end_template_id(definition)
    return places if end is None else [*places, ("end_action", end)]


def member_places(definition: Definition) -> list[tuple[str, UUID]]:
    """Each member that a step is assigned to, with the path of the field that names it."""
    named = [
        (f"steps[{at}].assignee", as_id(step.assignee))
        for at, step in enumerate(definition.steps)
        if step.assignee not in {None, "same", "owner"} and step.assignee is not None
    ]
    return [(place, member_id) for place, member_id in named if member_id is not None]
