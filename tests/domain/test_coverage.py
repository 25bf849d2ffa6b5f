"""Why somebody has no next step and since when; on which day a new one falls."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onward.domain.beginnings import new_customer
from onward.domain.coverage import SPREAD_DAYS, Spreading, Uncovered, is_for_daily_repair
from onward.domain.decisions import Decision, PlannedInteraction
from onward.domain.records import Customer, NextStep, TenantSettings, WorkCalendar

# A Wednesday.
NOW = datetime(2026, 1, 21, 10, tzinfo=UTC)
BORN = NOW - timedelta(days=30)
ENDED = NOW - timedelta(days=3)
CUSTOMER = new_customer(identity=UUID(int=1), name="Initech", now=BORN)
ADA, BEN = UUID(int=10), UUID(int=11)

ENDINGS: dict[str, tuple[dict[str, object], str, bool]] = {
    "nothing ever happened": ({}, "never_started", False),
    "finished elsewhere": ({"closed_at": ENDED, "closed_status": "completed"}, "imported", False),
    "an end action stops": (
        {"closed_at": ENDED, "closed_status": "completed", "has_decision": True, "stop_reason": "end_action"},
        "stopped",
        True,
    ),
    "a branch leaves": (
        {"closed_at": ENDED, "closed_status": "completed", "has_decision": True, "stop_reason": "branch"},
        "stopped",
        True,
    ),
    "somebody said that nothing follows": (
        {"closed_at": ENDED, "closed_status": "completed", "has_decision": True, "stop_reason": "explicit"},
        "stopped",
        True,
    ),
    "cancelled, and nothing asked for": (
        {"closed_at": ENDED, "closed_status": "cancelled", "has_decision": True, "stop_reason": "exit"},
        "cancelled",
        True,
    ),
    "cancelled while the customer was paused": (
        {"closed_at": ENDED, "closed_status": "cancelled", "has_decision": True, "stop_reason": "customer_inactive"},
        "cancelled",
        False,
    ),
    "completed while the customer was paused": (
        {"closed_at": ENDED, "closed_status": "completed", "has_decision": True, "stop_reason": "customer_inactive"},
        "lapsed",
        False,
    ),
    "its successor is gone": (
        {"closed_at": ENDED, "closed_status": "completed", "has_decision": True},
        "lapsed",
        False,
    ),
    "a workflow pauses without a date": (
        {"closed_at": ENDED, "closed_status": "completed", "has_decision": True, "run_status": "paused"},
        "paused",
        True,
    ),
}


def uncovered(**fields: object) -> Uncovered:
    facts: dict[str, object] = {"id": CUSTOMER.id, "name": "Initech", "company": None, "owner_id": None}
    return Uncovered(**{**facts, "created_at": BORN, **fields})


@pytest.mark.parametrize("which", ENDINGS)
def test_why_nothing_follows(which: str) -> None:
    facts, why, is_on_purpose = ENDINGS[which]
    found = uncovered(**facts)
    assert found.why == why
    assert found.is_on_purpose is is_on_purpose
    assert found.since == (ENDED if facts else BORN)


def test_since_the_last_thing_that_ended() -> None:
    later = ENDED + timedelta(hours=1)
    assert uncovered(closed_at=ENDED, run_status="exited", run_ended_at=later).since == later
    assert uncovered(created_at=NOW, closed_at=ENDED).since == NOW


def test_the_daily_repair_leaves_a_day_of_grace_and_what_was_meant() -> None:
    assert not is_for_daily_repair(uncovered(created_at=NOW - timedelta(hours=23, minutes=59)), NOW)
    assert is_for_daily_repair(uncovered(created_at=NOW - timedelta(hours=24)), NOW)
    facts, _, _ = ENDINGS["an end action stops"]
    assert not is_for_daily_repair(uncovered(**facts), NOW)


def decision(on: date, assignee_id: UUID | None = ADA, *, all_day: bool = False) -> Decision:
    at = datetime(on.year, on.month, on.day, 0 if all_day else 10, tzinfo=UTC)
    planned = PlannedInteraction(
        type="follow_up",
        title="Follow up",
        description=None,
        priority="normal",
        scheduled_at=at,
        scheduled_all_day=all_day,
        due_at=at + timedelta(days=2),
        due_all_day=True,
        origin="default_follow_up",
        explanation="The default follow-up.",
        assignee_id=assignee_id,
    )
    return Decision(NextStep(True, "default_follow_up", "The default follow-up."), planned=planned)


def day_of(spreading: Spreading, given_: Decision, customer: Customer = CUSTOMER) -> date:
    planned = spreading.spread(given_, customer).planned
    assert planned is not None
    assert planned.scheduled_at is not None
    return planned.scheduled_at.date()


THURSDAY, FRIDAY, SATURDAY, MONDAY = (date(2026, 1, day) for day in (22, 23, 24, 26))


def test_the_first_one_stays_where_the_engine_puts_it() -> None:
    given_ = decision(THURSDAY)
    assert Spreading(TenantSettings()).spread(given_, CUSTOMER) is given_


def test_a_day_off_is_no_day_for_it_and_the_due_day_comes_along() -> None:
    spread = Spreading(TenantSettings()).spread(decision(SATURDAY), CUSTOMER)
    assert spread.planned is not None
    assert spread.planned.scheduled_at == datetime(2026, 1, 26, 10, tzinfo=UTC)
    assert spread.planned.due_at == datetime(2026, 1, 28, 10, tzinfo=UTC)
    told = "The default follow-up; moved from Saturday 2026-01-24 to Monday 2026-01-26 to spread the work."
    assert spread.planned.explanation == spread.next_step.explanation == told


def test_without_a_cap_they_fill_the_coming_working_days_evenly() -> None:
    spreading = Spreading(TenantSettings())
    days = Counter(day_of(spreading, decision(THURSDAY)) for _ in range(12))
    assert [(day.isoformat(), days[day]) for day in sorted(days)] == [
        ("2026-01-22", 3),
        ("2026-01-23", 3),
        ("2026-01-26", 2),
        ("2026-01-27", 2),
        ("2026-01-28", 2),
    ]
    assert len(days) == SPREAD_DAYS


def test_with_a_cap_a_day_is_full_when_it_is_full() -> None:
    spreading = Spreading(TenantSettings(), 3, Counter({(ADA, THURSDAY): 2}))
    assert [day_of(spreading, decision(THURSDAY)) for _ in range(5)] == [THURSDAY, FRIDAY, FRIDAY, FRIDAY, MONDAY]
    assert day_of(spreading, decision(THURSDAY, BEN)) == THURSDAY, "each assignee has days of their own"
    assert day_of(spreading, decision(THURSDAY, None)) == THURSDAY


def test_the_time_of_day_stays_across_a_change_of_the_clocks() -> None:
    settings = TenantSettings(zone="Europe/Berlin")
    spread = Spreading(settings).spread(decision(date(2026, 3, 28)), CUSTOMER)  # the Saturday before
    assert spread.planned is not None
    assert spread.planned.scheduled_at == datetime(2026, 3, 30, 9, tzinfo=UTC), "11:00 in Berlin, as before"


def test_a_calendar_without_a_working_day_keeps_the_day() -> None:
    settings = TenantSettings(calendar=WorkCalendar(weekdays=()))
    assert day_of(Spreading(settings), decision(THURSDAY)) == THURSDAY


@given(
    caps=st.one_of(st.none(), st.integers(1, 4)),
    offsets=st.lists(st.tuples(st.integers(0, 20), st.sampled_from([ADA, BEN, None])), max_size=40),
)
def test_no_day_holds_more_than_the_cap_and_none_is_a_day_off(
    caps: int | None, offsets: list[tuple[int, UUID | None]]
) -> None:
    spreading = Spreading(TenantSettings(), caps)
    filled: Counter[tuple[UUID | None, date]] = Counter()
    for offset, assignee_id in offsets:
        natural = THURSDAY + timedelta(days=offset)
        day = day_of(spreading, decision(natural, assignee_id))
        assert day >= natural
        assert day.isoweekday() <= 5
        filled[assignee_id, day] += 1
    assert caps is None or all(count <= caps for count in filled.values())
