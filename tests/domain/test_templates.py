"""What makes a template wrong and where, and the seeded ones."""

from typing import Any

import pytest
from msgspec import structs

from onward.domain import templates
from onward.domain.records import Branch, Definition, Step

from .cast import OTHER_TEMPLATE, TEMPLATE, definition, step


def places(chosen: Definition) -> list[str]:
    return [fault.field for fault in templates.validate(chosen)]


def first(**fields: Any) -> Definition:
    return definition(step(1, **fields))


def branching(*branches: Branch, **fields: Any) -> Definition:
    """Step 1 with branches and step 2 after it, a day later."""
    return definition(step(1, next_step=2, branches=branches, **fields), step(2, scheduled_offset_days=1))


SUCCESS = ("success",)

FINE: list[Definition] = [
    definition(),
    first(scheduled_offset_days=3650, due_offset_days=3650, at_time="00:00", due_time="23:59", type="a" * 50),
    first(title="x" * 300, description="x" * 10_000),
    first(title="Call {customer.name} of {customer.company}", description="{assignee.name}"),
    first(title="A lone } or { is not a placeholder"),
    first(assignee="same", fallback_type="sms", priority="urgent", conversation_status={"success": "resolved"}),
    first(assignee="owner", conversation_status={"kind:negative": "closed", "no_answer": "open"}),
    first(assignee=str(TEMPLATE)),
    definition(step(1), end_action="stop"),
    definition(step(1), end_action="follow_up"),
    definition(step(1), end_action=f"template:{OTHER_TEMPLATE}"),
    definition(*(step(n, next_step=n + 1) for n in range(1, 100)), step(100)),
    definition(step(7, next_step=None), step(1, next_step=7)),
    branching(Branch(SUCCESS, exit="x" * 300), Branch(("kind:no_contact", "busy"), template_id=OTHER_TEMPLATE)),
    branching(Branch(SUCCESS, next_step=2, scheduled_offset_days=0, max_times=1)),
    branching(Branch(SUCCESS, next_step=1, max_times=1000)),
    branching(Branch(SUCCESS, next_step=1, scheduled_offset_days=1)),
    definition(step(1, next_step=2), step(2, next_step=1, scheduled_offset_days=1)),
    definition(step(1, scheduled_offset_days=1, next_step=1)),
]


@pytest.mark.parametrize("chosen", FINE)
def test_a_sound_template_has_no_fault(chosen: Definition) -> None:
    assert templates.validate(chosen) == []


WRONG: list[tuple[Definition, list[str]]] = [
    (definition(name=""), ["name"]),
    (definition(name=" "), ["name"]),
    (definition(name="x" * 201), ["name"]),
    (definition(description="x" * 10_001), ["description"]),
    (definition(end_action="go home"), ["end_action"]),
    (definition(end_action="template:"), ["end_action"]),
    (definition(end_action="template:nurture"), ["end_action"]),
    (definition(end_action=str(TEMPLATE)), ["end_action"]),
    (Definition(name="Sales", steps=()), ["steps"]),
    (definition(*(step(n, next_step=n + 1) for n in range(1, 101)), step(101)), ["steps"]),
    (definition(step(0), step(1, next_step=0)), ["steps[0].step_number"]),
    (definition(step(1, next_step=1_000_001), step(1_000_001)), ["steps[1].step_number"]),
    (definition(step(2)), ["steps"]),
    (definition(step(1), step(1)), ["steps[1].step_number"]),
    (first(type="Phone"), ["steps[0].type"]),
    (first(type=""), ["steps[0].type"]),
    (first(type="a" * 51), ["steps[0].type"]),
    (first(type="call\n"), ["steps[0].type"]),
    (first(type="é"), ["steps[0].type"]),
    (first(fallback_type="1st"), ["steps[0].fallback_type"]),
    (first(title=""), ["steps[0].title"]),
    (first(title="x" * 301), ["steps[0].title"]),
    (first(title="Call {customer.phone}"), ["steps[0].title"]),
    (first(title="Call {}"), ["steps[0].title"]),
    (first(title="{a} {b}"), ["steps[0].title", "steps[0].title"]),
    (first(description="{customer.name.__class__}"), ["steps[0].description"]),
    (first(description="x" * 10_001), ["steps[0].description"]),
    (first(scheduled_offset_days=-1), ["steps[0].scheduled_offset_days"]),
    (first(scheduled_offset_days=3651), ["steps[0].scheduled_offset_days"]),
    (first(due_offset_days=3651), ["steps[0].due_offset_days"]),
    (first(at_time="9:00"), ["steps[0].at_time"]),
    (first(due_time="24:00"), ["steps[0].due_time"]),
    (first(priority="asap"), ["steps[0].priority"]),
    (first(assignee="ben"), ["steps[0].assignee"]),
    (first(assignee=""), ["steps[0].assignee"]),
    (first(conversation_status={"success": "done"}), ["steps[0].conversation_status"]),
    (first(conversation_status={"Success": "open"}), ["steps[0].conversation_status"]),
    (first(next_step=3), ["steps[0].next_step"]),
    (definition(step(1), step(2)), ["steps[1].step_number"]),
    (definition(step(1), step(2, next_step=3), step(3)), ["steps[1].step_number", "steps[2].step_number"]),
    (branching(Branch((), exit="x")), ["steps[0].branches[0].outcomes"]),
    (branching(Branch(("Yes",), exit="x")), ["steps[0].branches[0].outcomes[0]"]),
    (branching(Branch(("success", "kind:great"), exit="x")), ["steps[0].branches[0].outcomes[1]"]),
    (branching(Branch(SUCCESS)), ["steps[0].branches[0]"]),
    (branching(Branch(SUCCESS, next_step=2, exit="x")), ["steps[0].branches[0]"]),
    (branching(Branch(SUCCESS, exit="")), ["steps[0].branches[0].exit"]),
    (branching(Branch(SUCCESS, exit="x" * 301)), ["steps[0].branches[0].exit"]),
    (branching(Branch(SUCCESS, next_step=9)), ["steps[0].branches[0].next_step"]),
    (branching(Branch(SUCCESS, next_step=2, max_times=0)), ["steps[0].branches[0].max_times"]),
    (branching(Branch(SUCCESS, next_step=2, max_times=1001)), ["steps[0].branches[0].max_times"]),
    (
        branching(Branch(SUCCESS, next_step=2, scheduled_offset_days=3651)),
        ["steps[0].branches[0].scheduled_offset_days"],
    ),
    (
        branching(Branch(SUCCESS, exit="x", scheduled_offset_days=1)),
        ["steps[0].branches[0].scheduled_offset_days"],
    ),
    (
        branching(Branch(SUCCESS, exit="x"), Branch(SUCCESS, next_step=2), Branch(SUCCESS, exit="")),
        ["steps[0].branches[2].exit"],
    ),
]


@pytest.mark.parametrize(("chosen", "expected"), WRONG)
def test_a_fault_is_named_with_its_place(chosen: Definition, expected: list[str]) -> None:
    assert places(chosen) == expected


FREE_LOOPS: list[tuple[Definition, list[str]]] = [
    (definition(step(1, next_step=1)), ["steps[0].next_step"]),
    (definition(step(1, next_step=2), step(2, next_step=1)), ["steps[1].next_step"]),
    (branching(Branch(SUCCESS, next_step=1)), ["steps[0].branches[0].next_step"]),
    (
        # The target takes a day, but the branch's own offset takes none.
        definition(
            step(1, next_step=2),
            step(2, next_step=3, branches=(Branch(SUCCESS, next_step=1, scheduled_offset_days=0),)),
            step(3, scheduled_offset_days=1),
        ),
        ["steps[1].branches[0].next_step"],
    ),
    (
        definition(
            step(1, next_step=2, scheduled_offset_days=5),
            step(2, next_step=3),
            step(3, branches=(Branch(SUCCESS, next_step=2), Branch(("busy",), next_step=1))),
        ),
        ["steps[2].branches[0].next_step"],
    ),
    (
        definition(
            step(1, next_step=2),
            step(2, branches=(Branch(SUCCESS, next_step=1, max_times=3), Branch(("busy",), next_step=1))),
        ),
        ["steps[1].branches[1].next_step"],
    ),
]


@pytest.mark.parametrize(("chosen", "expected"), FREE_LOOPS)
def test_a_loop_takes_a_day_or_has_an_end(chosen: Definition, expected: list[str]) -> None:
    assert places(chosen) == expected


def test_every_fault_is_told_at_once() -> None:
    chosen = definition(step(2, type="", title=""), name="", end_action="x")
    assert places(chosen) == ["name", "end_action", "steps[0].type", "steps[0].title", "steps"]


def test_what_a_template_refers_to() -> None:
    chosen = branching(Branch(SUCCESS, template_id=OTHER_TEMPLATE), Branch(("no",), exit="x"))
    assert templates.referenced_template_ids(chosen) == {OTHER_TEMPLATE}
    chosen = structs.replace(chosen, end_action=f"template:{TEMPLATE}")
    assert templates.referenced_template_ids(chosen) == {OTHER_TEMPLATE, TEMPLATE}


def test_finding_steps() -> None:
    chosen = definition(step(2), step(1, next_step=2))
    assert templates.first_step(chosen).step_number == 1
    assert templates.find_step(chosen, 3) is None
    assert list(templates.steps_by_number(chosen)) == [2, 1]
    with pytest.raises(ValueError, match="number 1"):
        templates.first_step(definition(step(2)))


def test_the_seeded_templates_are_sound_and_one_is_the_default() -> None:
    assert [seeded.name for seeded in templates.SEEDED if seeded.is_default] == ["Standard Follow-up Sequence"]
    assert [places(seeded.definition) for seeded in templates.SEEDED] == [[], []]
    assert all(seeded.name == seeded.definition.name for seeded in templates.SEEDED)


def outline(steps: tuple[Step, ...]) -> list[tuple[Any, ...]]:
    return [
        (each.step_number, each.type, each.title, each.scheduled_offset_days, each.due_offset_days, each.next_step)
        for each in steps
    ]


def test_the_standard_sequence_is_the_seeds() -> None:
    standard, _ = templates.SEEDED
    assert outline(standard.definition.steps) == [
        (1, "phone_call", "Initial Phone Call", 0, 0, 2),
        (2, "send_proposal", "Send Proposal", 0, 2, 3),
        (3, "follow_up", "Follow-up", 3, 2, None),
    ]
    assert [each.scheduled_weekday for each in standard.definition.steps] == ["monday", None, None]


def test_the_quick_sequence_is_the_seeds() -> None:
    _, quick = templates.SEEDED
    assert outline(quick.definition.steps) == [
        (1, "email", "Initial Email", 0, 0, 2),
        (2, "phone_call", "Follow-up Call", 1, 0, 3),
        (3, "follow_up", "Final Follow-up", 2, 0, None),
    ]
