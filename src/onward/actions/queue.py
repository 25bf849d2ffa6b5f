"""The queue: what somebody has to do, whose it is, how far along, and whom nobody has planned anything for."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from onward.actions.acting import Acting
from onward.domain import queue
from onward.domain.coverage import Uncovered
from onward.domain.queue import Section
from onward.domain.records import Definition
from onward.store import coverage, members
from onward.store import queue as store_queue
from onward.store.coverage import CoverageFilter
from onward.store.queue import Queued, QueuePosition, Totals, Version


class Queue(Struct, frozen=True):
    """A page of each wanted section, one more than asked for where there is more. `definitions` are those that the
    interactions are steps of."""

    zone: str
    totals: Totals
    queued: list[Queued]
    definitions: dict[Version, Definition]


class LooseEnds(Struct, frozen=True):
    """A page of uncovered customers, one more than asked for where there is more, and how many there are."""

    total: int
    data: list[Uncovered]


async def read_queue(
    acting: Acting,
    assignee_id: UUID | None,
    now: datetime,
    sections: Sequence[Section],
    after: QueuePosition | None,
    limit: int,
) -> Queue:
    """As of `now`, which all pages of one walk share. Three statements, however long the queue is."""
    member = None if assignee_id is None else await members.find_member(acting.tx, acting.tenant_id, assignee_id)
    zone = member.zone if member and member.zone else acting.settings.zone
    day = queue.day_of(now, acting.settings.zone, zone)
    totals, queued = await store_queue.list_queue(
        acting.tx, acting.tenant_id, assignee_id, day, sections, after, limit + 1
    )
    versions = [version for each in queued if (version := version_of(each)) is not None]
    definitions = await store_queue.list_definitions(acting.tx, acting.tenant_id, versions)
    return Queue(zone, totals, queued, definitions)


async def read_loose_ends(acting: Acting, assignee_id: UUID | None, after_id: UUID | None, limit: int) -> LooseEnds:
    """Uncovered customers who are the assignee's, or nobody's and so everybody's. One statement."""
    wanted = CoverageFilter([] if assignee_id is None else [assignee_id], without_owner=True)
    total, found = await coverage.list_loose_ends(acting.tx, acting.tenant_id, wanted, after_id, limit + 1)
    return LooseEnds(total, found)


def version_of(queued: Queued) -> Version | None:
    """The published version that an interaction is a step of."""
    template_id, version = queued.interaction.template_id, queued.interaction.template_version
    return None if template_id is None or version is None else (template_id, version)
