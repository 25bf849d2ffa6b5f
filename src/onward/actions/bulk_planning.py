"""Before a bulk act: which interactions are meant, in which order they are worked on, and which day each goes to."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from msgspec import structs

from onward.actions import finishing, interactions
from onward.actions.acting import Acting
from onward.actions.finishing import Completion
from onward.actions.interactions import NewInteraction
from onward.domain import bulk, errors, schedule, spreading
from onward.domain.bulk import Assign, Reschedule, Spread
from onward.domain.errors import Fault
from onward.domain.jobs import JobItem
from onward.domain.overdue import cutoffs, working_order_key
from onward.domain.records import OPEN, Interaction
from onward.domain.spreading import DayLoad, Slot
from onward.store import batches, interaction_lists, members
from onward.store.batches import Place
from onward.store.interaction_lists import InteractionFilter
from onward.store.pages import Keyset


async def named(acting: Acting, interaction_ids: Sequence[UUID]) -> list[JobItem]:
    """An item for each of these ids, also for those that name nothing. Raises Invalid for one that comes twice."""
    _check_unique(interaction_ids)
    places = await batches.list_places(acting.tx, acting.tenant_id, interaction_ids)
    return _in_turn(interaction_ids, places)


async def matching(acting: Acting, wanted: InteractionFilter) -> list[JobItem]:
    """An item for each interaction that a filter finds now; without a status, for the open ones.

    Raises Invalid when it finds too many.
    """
    if not wanted.status:
        wanted = structs.replace(wanted, status=sorted(OPEN))
    as_of = cutoffs(acting.now, acting.settings.zone)
    found = await interaction_lists.list_ids(
        acting.tx, acting.tenant_id, wanted, as_of, Keyset("created_at", descending=False), bulk.MOST_ITEMS + 1
    )
    if len(found) > bulk.MOST_ITEMS:
        raise errors.Invalid.field("filter", f"finds more than {bulk.MOST_ITEMS} interactions; narrow it")
    return _in_turn(found, await batches.list_places(acting.tx, acting.tenant_id, found))


def wanted(wishes: Sequence[NewInteraction]) -> list[JobItem]:
    """An item for each interaction to make; those of one customer in the order given."""
    order = sorted(range(len(wishes)), key=lambda number: (wishes[number].customer_id, number))
    turns = {number: turn for turn, number in enumerate(order)}
    return [
        JobItem(number, turns[number], None, wish.customer_id, wanted=msgspec.to_builtins(wish))
        for number, wish in enumerate(wishes)
    ]


def _check_unique(interaction_ids: Sequence[UUID]) -> None:
    first: dict[UUID, int] = {}
    faults = [
        Fault(f"ids[{number}]", f"names the same interaction as ids[{first[identity]}]")
        for number, identity in enumerate(interaction_ids)
        if first.setdefault(identity, number) != number
    ]
    if faults:
        raise errors.Invalid(faults)


def _in_turn(interaction_ids: Sequence[UUID], places: Sequence[Place]) -> list[JobItem]:
    turns = {place.id: (turn, place.customer_id) for turn, place in enumerate(places)}
    unknown = (len(places), None)
    return [
        JobItem(number, turns.get(identity, unknown)[0], identity, turns.get(identity, unknown)[1])
        for number, identity in enumerate(interaction_ids)
    ]


async def check(acting: Acting, act: Any) -> None:
    """Raises Invalid for what is wrong with the act itself, whatever it is done to. It may be done later."""
    match act:
        case Completion():
            finishing.checked_form(act.outcome)
            if act.completed_at is not None:
                finishing.check_not_ahead(act.completed_at, acting.now)
        case Assign():
            for assignee_id in sorted({each for each in act.assignee_ids if each is not None}):
                interactions.check_active(await members.find_member(acting.tx, acting.tenant_id, assignee_id))


async def planned(acting: Acting, act: Any, items: list[JobItem]) -> tuple[list[JobItem], list[DayLoad]]:
    """The items with the day that each is moved to, and how full the days are, where the act spreads work."""
    if not isinstance(act, Reschedule) or act.spread is None:
        return items, []
    ids = [item.interaction_id for item in items if item.interaction_id is not None]
    found = await batches.list_interactions(acting.tx, acting.tenant_id, ids)
    moving = sorted((one for one in found.values() if one.status in OPEN), key=working_order_key)
    assignee_ids = [one.assignee_id for one in moving]
    days = spreading.working_days(acting.settings.calendar, act.spread.begins_on, act.spread.ends_on)
    load = await _load(acting, act.spread, moving)
    given = spreading.spread(assignee_ids, days, load, act.spread.per_day)
    to_day = {one.id: day for one, day in zip(moving, given, strict=True) if day is not None}
    return (
        [
            structs.replace(item, wanted={"to_day": to_day[item.interaction_id].isoformat()})
            if item.interaction_id in to_day
            else item
            for item in items
        ],
        spreading.day_loads(assignee_ids, given, days, load),
    )


async def _load(acting: Acting, window: Spread, moving: Sequence[Interaction]) -> Counter[Slot]:
    """What is planned for each day already, without what is about to move."""
    zone = acting.settings.zone
    begins_at = schedule.local_moment(window.begins_on, schedule.MIDNIGHT, zone)
    ends_at = schedule.local_moment(window.ends_on + timedelta(days=1), schedule.MIDNIGHT, zone)
    load: Counter[Slot] = Counter()
    for assignee_id, at, count in await batches.list_load(
        acting.tx, acting.tenant_id, begins_at, ends_at, [one.id for one in moving]
    ):
        load[assignee_id, schedule.local_day(at, zone)] += count
    return load
