"""Coverage: why an active customer has no next step, since when, and on which days new steps may fall.

A customer is covered by an open interaction, or by a paused workflow that resumes by itself. Which customers that
leaves, the store finds; what step each gets, the layers decide.
"""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct, structs

from onward.domain import calendars, schedule
from onward.domain.decisions import Decision, PlannedInteraction
from onward.domain.records import Customer, TenantSettings

Why = Literal["never_started", "imported", "stopped", "cancelled", "paused", "lapsed"]

GRACE = timedelta(hours=24)
"""How long after losing the last step a customer is left to people before the daily repair acts."""

SPREAD_DAYS = 5
"""Over how many working days steps are spread where no daily cap says when a day is full."""

# Decisions by which somebody, or a template, said that nothing should follow.
_STOPS = frozenset({"exit", "end_action", "branch", "explicit"})

Slot = tuple[UUID | None, date]
"""One assignee's day."""


class Uncovered(Struct, frozen=True):
    """An active customer whom nothing covers, with the last things that happened.

    `closed_at`, `closed_status`: of the interaction that was finished last; `stop_reason`: why its decision created
    nothing, None when it created something; `has_decision` is false for one that came from elsewhere, finished
    already. `run_status`, `run_ended_at`: of a paused workflow, else of the one that ended last.
    """

    id: UUID
    name: str
    company: str | None
    owner_id: UUID | None
    created_at: datetime
    closed_at: datetime | None = None
    closed_status: str | None = None
    has_decision: bool = False
    stop_reason: str | None = None
    run_status: str | None = None
    run_ended_at: datetime | None = None

    @property
    def why(self) -> Why:
        if self.run_status == "paused":
            return "paused"
        if self.closed_at is None:
            return "never_started"
        if not self.has_decision:
            return "imported"
        if self.closed_status == "cancelled":
            return "cancelled"
        return "stopped" if self.stop_reason in _STOPS else "lapsed"

    @property
    def since(self) -> datetime:
        return max(at for at in (self.created_at, self.closed_at, self.run_ended_at) if at is not None)

    @property
    def is_on_purpose(self) -> bool:
        """Whether somebody, or a template, chose that nothing follows: then a person should look at it."""
        return self.why in {"paused", "stopped"} or self.stop_reason in _STOPS


def is_for_daily_repair(uncovered: Uncovered, now: datetime) -> bool:
    """Uncovered for longer than the grace, and not on purpose."""
    return not uncovered.is_on_purpose and uncovered.since <= now - GRACE


class Spreading:
    """Puts new steps on working days, each assignee's evenly; remembers what it has put where.

    With a `daily_cap` a day takes so many steps of one assignee, those of `load` included; without one the steps go
    to the emptiest of the coming days, counting only each other.
    """

    def __init__(self, settings: TenantSettings, daily_cap: int | None = None, load: Counter[Slot] | None = None):
        self._settings = settings
        self._daily_cap = daily_cap
        self._load: Counter[Slot] = Counter(load or {})

    def spread(self, decision: Decision, customer: Customer) -> Decision:
        """The decision with its step on the day that is its turn. Raises Invalid for days out of the calendar."""
        planned = decision.planned
        if planned is None or planned.scheduled_at is None:
            return decision
        natural = schedule.local_day(planned.scheduled_at, self._settings.zone)
        day = self._day(planned.assignee_id, natural)
        self._load[planned.assignee_id, day] += 1
        if day == natural:
            return decision
        moved = _moved(planned, natural, day, customer, self._settings)
        told = structs.replace(decision.next_step, explanation=moved.explanation)
        return structs.replace(decision, planned=moved, next_step=told)

    def _day(self, assignee_id: UUID | None, natural: date) -> date:
        calendar = self._settings.calendar
        days = [calendars.next_working_day(calendar, natural)]
        most = SPREAD_DAYS if self._daily_cap is None else calendars.SEARCH_DAYS
        while self._is_full(assignee_id, days[-1]) and len(days) < most:
            days.append(calendars.add_working_days(calendar, days[-1], 1))
        return min(days, key=lambda day: (self._load[assignee_id, day], day))

    def _is_full(self, assignee_id: UUID | None, day: date) -> bool:
        return self._load[assignee_id, day] >= (1 if self._daily_cap is None else self._daily_cap)


def _moved(
    planned: PlannedInteraction, natural: date, day: date, customer: Customer, settings: TenantSettings
) -> PlannedInteraction:
    days = (day - natural).days
    words = f"moved from {natural:%A} {natural} to {day:%A} {day} to spread the work"
    return structs.replace(
        planned,
        scheduled_at=_shifted(planned.scheduled_at, planned.scheduled_all_day, days, customer, settings),
        due_at=_shifted(planned.due_at, planned.due_all_day, days, customer, settings),
        explanation=f"{planned.explanation.removesuffix('.')}; {words}.",
    )


def _shifted(
    at: datetime | None, is_all_day: bool, days: int, customer: Customer, settings: TenantSettings
) -> datetime | None:
    """A whole day is one of the tenant's calendar; a time of day is the customer's."""
    if at is None:
        return None
    zone = settings.zone if is_all_day else schedule.frame_of(customer, settings, at).zone
    return schedule.shifted_days(at, days, zone, "scheduled_at")
