"""Bulk acts: what is asked of many interactions at once. Records only; a job keeps them as JSON.

What one interaction becomes is the single verbs' business.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from onward.domain.decisions import Then
from onward.domain.jobs import Brief
from onward.domain.records import DayUnit, Interaction
from onward.domain.schedule import Moment

MOST_ITEMS = 10_000
MOST_AT_ONCE = 1_000
"""Above this a bulk act is a job; one that is all or nothing is refused."""
BATCH = 2_000
"""So many are worked on together, in one transaction."""
SLOW_BATCH = 500
"""The same, where each is worked on by itself and takes longer."""


class Skip(Struct, frozen=True, omit_defaults=True):
    reason: str | None = None


class Cancel(Struct, frozen=True, omit_defaults=True):
    reason: str | None = None
    then: Then = "keep_moving"


class Spread(Struct, frozen=True, omit_defaults=True):
    """Over the working days from one day to another, both included, at most so many a day for each assignee."""

    begins_on: date
    ends_on: date
    per_day: int | None = None


class Reschedule(Struct, frozen=True, omit_defaults=True):
    """To one or both times, by days, or spread."""

    scheduled: Moment | None = None
    due: Moment | None = None
    by_days: int | None = None
    day_unit: DayUnit = "calendar"
    spread: Spread | None = None


class Assign(Struct, frozen=True):
    """To one member, to nobody, or to several in turn."""

    assignee_ids: tuple[UUID | None, ...]


class Create(Struct, frozen=True):
    """Each item says what it is."""


class Enroll(Struct, frozen=True, omit_defaults=True):
    """Start a campaign's template for customers, from a moment or from now; the template is the one that the campaign
    names when it is asked for."""

    campaign_id: UUID
    template_id: UUID
    start: Moment | None = None


UNDO = "bulk_undo"
"""The kind of job that takes another one back."""


def brief(interaction: Interaction) -> Brief:
    return Brief(
        id=interaction.id,
        customer_id=interaction.customer_id,
        type=interaction.type,
        title=interaction.title,
        status=interaction.status,
        scheduled_at=interaction.scheduled_at,
        scheduled_all_day=interaction.scheduled_all_day,
        due_at=interaction.due_at,
        due_all_day=interaction.due_all_day,
        assignee_id=interaction.assignee_id,
    )


def rounds(customer_ids: Sequence[UUID | None]) -> list[list[int]]:
    """Which items can be done together, so that no customer has two in one round: the places of each round.

    The n-th item of a customer is in the n-th round, one that is nobody's in the first.
    """
    found: list[list[int]] = []
    met: Counter[UUID] = Counter()
    for place, customer_id in enumerate(customer_ids):
        number = 0 if customer_id is None else met[customer_id]
        if customer_id is not None:
            met[customer_id] += 1
        if number == len(found):
            found.append([])
        found[number].append(place)
    return found
