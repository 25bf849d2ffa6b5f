"""The queue over HTTP: one person's working list."""

from itertools import groupby
from uuid import UUID

from msgspec import structs

from onward.actions import queue
from onward.actions.acting import Acting
from onward.actions.queue import Queue
from onward.api import cursors, peeks
from onward.api.cursors import Page
from onward.api.interactions import people
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes.interactions import View
from onward.api.shapes.queue import (
    LooseEndsOut,
    QueueOut,
    QueueQuery,
    QueueSectionOut,
    loose_ends_out,
    section_out,
)
from onward.domain.errors import Invalid
from onward.domain.queue import SECTIONS, Section
from onward.domain.roles import Permission
from onward.store.queue import Queued, QueuePosition

ROUTES = Routes()
_LOWEST_RANK = 3


@ROUTES.get(
    "/v1/queue",
    permission=Permission.READ,
    query=QueueQuery,
    answers=QueueOut,
    summary="List what somebody has to do: overdue, today, upcoming, done today, and loose ends",
    tag="Queue",
)
async def get_queue(call: Call, query: QueueQuery) -> Answer:
    """Each section in working order; what is done by the time of completion."""
    acting = call.acting
    if query.cursor is not None and query.section is None:
        raise Invalid.field("section", "say which section's page the cursor begins")
    assignee_id = _assignee_id(acting, query.assignee)
    page = cursors.page_of(query, acting.now, {})
    sections: list[Section] = [each for each in SECTIONS if query.section in {None, each}]
    found = await queue.read_queue(acting, assignee_id, page.now, sections, _position(page), query.most)
    wants_loose_ends = query.section in {None, "loose_ends"}
    return Answer(
        QueueOut(
            assignee_id=assignee_id,
            zone=found.zone,
            as_of=page.now,
            sections=await _sections(acting, query, page, sections, found),
            loose_ends=await _loose_ends(acting, query, page, assignee_id) if wants_loose_ends else None,
        )
    )


def _assignee_id(acting: Acting, text: str | None) -> UUID | None:
    """Left out: the caller's own, or nobody's where the caller is no member. Raises Invalid."""
    if text is None:
        return acting.actor.member_id
    ids, _ = people(acting, [text], "assignee")
    return ids[0] if ids else None


def _position(page: Page) -> QueuePosition | None:
    if page.keyset.after_id is None:
        return None
    rank = page.number or 0
    if not 0 <= rank <= _LOWEST_RANK:
        raise Invalid.field("cursor", "is none that this list gave out; begin again without it")
    return QueuePosition(page.at, rank, page.keyset.after_id)


async def _sections(
    acting: Acting, query: QueueQuery, page: Page, sections: list[Section], found: Queue
) -> list[QueueSectionOut]:
    queued = {section: list(items) for section, items in groupby(found.queued, key=lambda each: each.section)}
    shown = {section: queued.get(section, [])[: query.most] for section in sections}
    records = [each.interaction for items in shown.values() for each in items]
    view = View(acting.settings.zone, page.now)
    interactions = {each.id: each for each in await peeks.shown(acting, view, records, query.include)}
    return [
        section_out(section, found, shown[section], interactions, _cursor(query, page, section, queued))
        for section in sections
    ]


def _cursor(query: QueueQuery, page: Page, section: Section, queued: dict[Section, list[Queued]]) -> str | None:
    items = queued.get(section, [])
    if len(items) <= query.most:
        return None
    last = items[query.most - 1].position
    return _page_of(query, page, section).cursor(last.id, last.at, last.rank)


def _page_of(query: QueueQuery, page: Page, section: Section | str) -> Page:
    """The walk through one section, which a first look at all of them begins as well."""
    alone = structs.replace(query, section=section, cursor=None)
    return cursors.page_of(alone, page.now, {})


async def _loose_ends(acting: Acting, query: QueueQuery, page: Page, assignee_id: UUID | None) -> LooseEndsOut:
    found = await queue.read_loose_ends(acting, assignee_id, page.keyset.after_id, query.most)
    has_more = len(found.data) > query.most
    cursor = _page_of(query, page, "loose_ends").cursor(found.data[query.most - 1].id) if has_more else None
    return loose_ends_out(found, query.most, cursor)
