"""Filled-in words."""

import pytest

from onward.domain import wording

from .cast import nora


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Call {customer.name} of {customer.company}", "Call Nora of Nordlicht"),
        ("{assignee.name}: {customer.name}, {customer.name}", "Ben: Nora, Nora"),
        ("Plain", "Plain"),
        ("{unknown} {customer.name.upper} {} {", "{unknown} {customer.name.upper} {} {"),
    ],
)
def test_fill(text: str, expected: str) -> None:
    assert wording.fill(text, nora(), "Ben") == expected


def test_missing_names_are_sensible() -> None:
    assert wording.fill("{customer.company}", nora(company=None), None) == "Nora"
    assert wording.fill_title("Call for {assignee.name}", nora(), None) == "Call for"


def test_a_name_is_not_a_placeholder() -> None:
    tricky = nora(name="{assignee.name}", company="{customer.name}")
    assert wording.fill("{customer.name} of {customer.company}", tricky, "Ben") == (
        "{assignee.name} of {customer.name}"
    )


def test_a_title_has_1_to_300_characters() -> None:
    assert len(wording.fill_title("{customer.name}" * 2, nora(name="x" * 299), None)) == 300
    assert wording.fill_title("{assignee.name}", nora(), None) == "Nora"
    assert wording.fill_title("{assignee.name}", nora(name=""), None) == "-"


def test_a_description_is_cut() -> None:
    assert wording.fill_description(None, nora(), None) is None
    long = "{customer.name}" * 100
    assert len(wording.fill_description(long, nora(name="x" * 200), None) or "") == 10_000


def test_a_sentence_tells_what_was_passed_over() -> None:
    assert wording.sentence("step 1 is next") == "Step 1 is next."
    assert wording.sentence("step 1 is next", ["a", "b"]) == "Step 1 is next; passed over: a, b."
