"""What is allowed in a template and yet hardly meant."""

from onward.domain import templates
from onward.domain.records import Branch, Definition, InteractionType, TenantSettings
from onward.domain.schedule import Moment
from onward.domain.template_warnings import warnings

from .cast import NOW, at, definition, nora, step

KINDS = {"success": "positive", "no_answer": "no_contact", "failed": "negative"}
CALL = InteractionType("phone_call", "Phone call", "phone", outcomes=["success", "no_answer"])


def places(chosen: Definition, *outcomes: str) -> list[str]:
    start = at("2026-01-22")
    path = templates.simulate(chosen, TenantSettings(), nora(), Moment(start), list(outcomes), KINDS, NOW)
    return [fault.field for fault in warnings(chosen, path, start, {CALL.key: CALL}, KINDS)]


def test_the_seeded_ones_have_none() -> None:
    for seeded in templates.SEEDED:
        assert places(seeded.definition) == []


def test_a_step_more_than_a_year_ahead_where_the_path_comes_to_it() -> None:
    late = Branch(("success",), next_step=3)
    found = definition(step(1, branches=(late,)), step(3, scheduled_offset_days=367))
    assert places(found, "success") == ["steps[1].scheduled_offset_days"]
    assert places(found, "failed") == []
    assert places(definition(step(1, next_step=2), step(2, scheduled_offset_days=366))) == []


def test_an_outcome_that_the_type_does_not_have() -> None:
    lanes = (Branch(("success", "failed"), exit="x"), Branch(("kind:negative", "skipped"), exit="x"))
    assert places(definition(step(1, type="phone_call", branches=lanes))) == ["steps[0].branches[0].outcomes"]
    assert places(definition(step(1, type="email", branches=lanes))) == []
    unknown = Branch(("sucess",), exit="x")
    assert places(definition(step(1, type="email", branches=(unknown,)))) == ["steps[0].branches[0].outcomes"]


def test_a_lane_that_another_above_it_leaves_nothing() -> None:
    hidden = Branch(("no_answer",), exit="x")
    for above, is_hidden in [
        (Branch(("kind:no_contact",), exit="x"), True),
        (Branch(("no_answer", "success"), next_step=1, scheduled_offset_days=1), True),
        (Branch(("no_answer",), next_step=1, scheduled_offset_days=1, max_times=3), False),
        (Branch(("success",), exit="x"), False),
    ]:
        found = places(definition(step(1, type="email", branches=(above, hidden))))
        assert found == (["steps[0].branches[1].outcomes"] if is_hidden else []), above
