"""What a draft would change."""

from onward.domain.records import Branch, Definition, Step
from onward.domain.template_differences import FieldDifference, StepDifference, differences

CALL = Step(1, "phone_call", "Call", next_step=2)
WRITE = Step(2, "email", "Write")
BEFORE = Definition("Lead", (CALL, WRITE))


def test_the_same_has_no_differences() -> None:
    found = differences(BEFORE, Definition("Lead", (WRITE, CALL)))
    assert (found.fields, found.steps) == ([], [])


def test_fields_of_the_template() -> None:
    after = Definition("Leads", (CALL, WRITE), end_action="stop", on_reply="pause")
    assert differences(BEFORE, after).fields == [
        FieldDifference("name", "Lead", "Leads"),
        FieldDifference("end_action", "default", "stop"),
        FieldDifference("on_reply", "ignore", "pause"),
    ]


def test_steps_that_are_new_gone_and_other() -> None:
    branch = Branch(("no_answer",), exit="gone")
    ringing = Step(1, "phone_call", "Ring", next_step=3, branches=(branch,))
    after = Definition("Lead", (ringing, Step(3, "demo", "Show")))
    assert differences(BEFORE, after).steps == [
        StepDifference(
            1,
            "changed",
            "Ring",
            [
                FieldDifference("title", "Call", "Ring"),
                FieldDifference("next_step", 2, 3),
                FieldDifference("branches", (), (branch,)),
            ],
        ),
        StepDifference(2, "removed", "Write", []),
        StepDifference(3, "added", "Show", []),
    ]
