"""What a definition points to outside itself: other templates and members, and at which place."""

from uuid import UUID

from msgspec import structs

from onward.domain.records import Definition, Step
from onward.domain.steps import END_TEMPLATE, as_id, end_template_id


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


def rewritten(definition: Definition, template_ids: dict[UUID, UUID], without_members: set[UUID]) -> Definition:
    """The same definition with other templates in the place of those named, and without these members."""
    end = end_template_id(definition)
    steps = tuple(_rewritten_step(step, template_ids, without_members) for step in definition.steps)
    end_action = definition.end_action if end is None else f"{END_TEMPLATE}{template_ids.get(end, end)}"
    return structs.replace(definition, steps=steps, end_action=end_action)


def _rewritten_step(step: Step, template_ids: dict[UUID, UUID], without_members: set[UUID]) -> Step:
    branches = tuple(
        structs.replace(branch, template_id=template_ids.get(branch.template_id, branch.template_id))
        if branch.template_id is not None
        else branch
        for branch in step.branches
    )
    member_id = None if step.assignee is None else as_id(step.assignee)
    assignee = None if member_id in without_members else step.assignee
    return structs.replace(step, branches=branches, assignee=assignee)


def member_places(definition: Definition) -> list[tuple[str, UUID]]:
    """Each member that a step is assigned to, with the path of the field that names it."""
    named = [
        (f"steps[{at}].assignee", as_id(step.assignee))
        for at, step in enumerate(definition.steps)
        if step.assignee not in {None, "same", "owner"} and step.assignee is not None
    ]
    return [(place, member_id) for place, member_id in named if member_id is not None]
