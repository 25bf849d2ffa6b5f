"""What an unplanned contact means for the plan: which step it was, and how far on the next one moves."""

from datetime import datetime, timedelta
from typing import Literal

from onward.domain import schedule
from onward.domain.records import Interaction

Effect = Literal["satisfy", "move", "leave"]
_SOON = timedelta(days=7)


def evident_match(open_steps: list[Interaction], type_: str, now: datetime) -> Interaction | None:
    """The step that a contact of this type evidently was: the only one of the type that is due within seven days,
    or overdue. A step without a due time counts by its planned one."""
    soon = [step for step in open_steps if step.type == type_ and _is_soon(step, now)]
    return soon[0] if len(soon) == 1 else None


def _is_soon(step: Interaction, now: datetime) -> bool:
    at = step.due_at or step.scheduled_at
    return at is not None and at <= now + _SOON


def days_after(at: datetime, days: int, zone: str) -> datetime:
    """The same local time, days after a contact. Raises Invalid outside the calendar."""
    return schedule.shifted_days(at, days, zone, "move_days")


def days_to_move(step: Interaction, at: datetime, days: int, zone: str) -> int | None:
    """By how many days the step moves so that it is planned `days` after the contact; None for a step without a
    date, zero or less for one that stands as far on already."""
    planned = step.scheduled_at or step.due_at
    if planned is None:
        return None
    return (schedule.local_day(days_after(at, days, zone), zone) - schedule.local_day(planned, zone)).days
