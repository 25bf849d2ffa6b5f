"""The dated path of a template."""

from typing import Any

import pytest

from onward.domain import templates
from onward.domain.errors import Invalid
from onward.domain.records import Branch, Definition, TenantSettings
from onward.domain.schedule import Moment
from onward.domain.simulation import MAX_STEPS, SimulatedStep

from .cast import NOW, OTHER_TEMPLATE, at, definition, nora, step

KINDS = {"success": "positive", "no_answer": "no_contact"}


def simulate(
    chosen: Definition, *outcomes: str | None, start: str = "2026-01-22", **customer: Any
) -> list[SimulatedStep]:
    return templates.simulate(
        chosen, TenantSettings(), nora(**customer), Moment(at(start), all_day=True), list(outcomes), KINDS, NOW
    )


def days(path: list[SimulatedStep]) -> list[str]:
    return [f"{each.step_number}: {each.scheduled_at:%m-%d} to {each.due_at:%m-%d}" for each in path]


def test_each_step_is_done_when_it_is_due() -> None:
    standard, quick = templates.SEEDED
    assert days(simulate(standard.definition)) == ["1: 01-26 to 01-26", "2: 01-26 to 01-28", "3: 01-31 to 02-02"]
    assert days(simulate(quick.definition)) == ["1: 01-22 to 01-22", "2: 01-23 to 01-23", "3: 01-25 to 01-25"]


def test_a_start_in_the_past_is_simulated_as_it_would_have_gone() -> None:
    standard, _ = templates.SEEDED
    assert days(simulate(standard.definition, start="2025-06-02"))[-1] == "3: 06-07 to 06-09"


RETRYING = definition(
    step(
        1,
        next_step=2,
        branches=(
            Branch(("kind:no_contact",), next_step=1, scheduled_offset_days=2, max_times=2),
            Branch(("not_interested",), exit="Not now"),
            Branch(("interested",), template_id=OTHER_TEMPLATE),
        ),
    ),
    step(2, scheduled_offset_days=1),
    end_action="stop",
)


def test_none_among_the_outcomes_takes_no_branch() -> None:
    again = definition(step(1, next_step=2), step(2, branches=(Branch(("success",), exit="Enough"),)))
    path = simulate(again, None, "success")
    assert [(each.step_number, each.outcome) for each in path] == [(1, None), (2, "success")]
    assert "Enough" in (path[-1].ended_because or "")


def test_outcomes_choose_the_path() -> None:
    path = simulate(RETRYING, "no_answer", "no_answer", "no_answer", "success")
    assert days(path) == ["1: 01-22 to 01-22", "1: 01-24 to 01-24", "1: 01-26 to 01-26", "2: 01-27 to 01-27"]
    assert [each.outcome for each in path] == ["no_answer", "no_answer", "no_answer", "success"]
    assert "taken 2 times" in path[-1].explanation


@pytest.mark.parametrize(
    ("outcomes", "steps", "told"),
    [
        ((), 2, "end action, stop"),
        (("not_interested",), 1, "Not now"),
        (("interested",), 1, f"starts template {OTHER_TEMPLATE}"),
    ],
)
def test_the_last_step_says_why_the_path_ends(outcomes: tuple[str, ...], steps: int, told: str) -> None:
    path = simulate(RETRYING, *outcomes)
    assert len(path) == steps
    assert [each.ended_because for each in path[:-1]] == [None] * (steps - 1)
    assert told in (path[-1].ended_because or "")


def test_when_outcomes_run_out_no_branch_is_taken() -> None:
    path = simulate(RETRYING, "no_answer")
    assert [(each.step_number, each.outcome) for each in path] == [(1, "no_answer"), (1, None), (2, None)]


def test_skipped_has_no_kind_and_an_unknown_outcome_is_neutral() -> None:
    chosen = definition(step(1, branches=(Branch(("kind:neutral",), exit="Neutral"),)))
    assert simulate(chosen, "brand_new")[0].ended_because != simulate(chosen, "skipped")[0].ended_because
    assert "Neutral" in (simulate(chosen, "brand_new")[0].ended_because or "")


def test_an_endless_path_is_cut() -> None:
    path = simulate(definition(step(1, next_step=1, scheduled_offset_days=1)))
    assert len(path) == MAX_STEPS
    assert "200" in (path[-1].ended_because or "")


def test_a_paused_customer_or_one_without_zone_changes_nothing() -> None:
    standard, _ = templates.SEEDED
    assert days(simulate(standard.definition, status="paused")) == days(simulate(standard.definition))


def test_a_path_past_the_last_year_is_refused() -> None:
    with pytest.raises(Invalid, match="9999-12-30"):
        simulate(definition(step(1, next_step=1, scheduled_offset_days=3650)), start="9990-01-01")
