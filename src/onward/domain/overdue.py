"""What is overdue, and in which order open items are worked.

The two instants are reckoned here; SQL compares with them, so that no two answers can disagree.
"""

from datetime import UTC, datetime
from uuid import UUID

from msgspec import Struct

from onward.domain import schedule
from onward.domain.records import OPEN, PRIORITY_RANK, Interaction

_NEVER = datetime.max.replace(tzinfo=UTC)


class Cutoffs(Struct, frozen=True):
    """A due time before `now` is overdue; an all-day one before `today_starts_at`."""

    now: datetime
    today_starts_at: datetime


def cutoffs(now: datetime, zone: str) -> Cutoffs:
    """`zone` is the tenant's."""
    return Cutoffs(now, schedule.start_of_day(now, zone))


def is_overdue(interaction: Interaction, cutoffs: Cutoffs) -> bool:
    """Open and late; a step that stays open with a closed customer waits for nobody."""
    if interaction.status not in OPEN or interaction.due_at is None or interaction.customer_is_closed:
        return False
    cutoff = cutoffs.today_starts_at if interaction.due_all_day else cutoffs.now
    return interaction.due_at < cutoff


def working_order_key(interaction: Interaction) -> tuple[datetime, int, UUID]:
    """Sorts by time planned, else due (neither: last), then higher priority, then id."""
    when = interaction.scheduled_at or interaction.due_at or _NEVER
    return when, -PRIORITY_RANK[interaction.priority], interaction.id
