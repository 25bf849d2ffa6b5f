"""Events over HTTP: the log page by page, and as a stream."""

from onward.api import cursors
from onward.api.following import MEDIA_TYPE
from onward.api.routing import Answer, Call, Follow, Routes
from onward.api.shapes import fields
from onward.api.shapes.events import EventOut, EventPageOut, FollowEventsQuery, ListEventsQuery
from onward.domain.errors import Invalid
from onward.domain.event_log import BEGINNING, Position
from onward.domain.roles import Permission
from onward.store import event_log
from onward.store.event_log import EventFilter

ROUTES = Routes()
TAG = "Events"


@ROUTES.get(
    "/v1/events",
    permission=Permission.READ,
    query=ListEventsQuery,
    answers=EventPageOut,
    summary="Read the log of events",
    tag=TAG,
)
async def list_events(call: Call, query: ListEventsQuery) -> Answer:
    """Oldest first, each event once, those of one customer in their order. With `after` the id of the last event that
    you have, it goes on from there whenever you ask again."""
    acting = call.acting
    page = cursors.page_of(query, acting.now, {}, scope=str(acting.tenant_id))
    wanted = EventFilter(
        query.kind, query.customer_id, query.interaction_id, fields.instant(query.since, acting.settings, "since")
    )
    begin = await _position(call, query, page)
    found = await event_log.list_logged_events(acting.tx, acting.tenant_id, begin, wanted, query.limit + 1)
    shown = found[: query.limit]
    cursor = page.cursor(shown[-1].id) if len(found) > query.limit else None
    return Answer(EventPageOut([EventOut.of(event) for event in shown], cursor))


@ROUTES.get(
    "/v1/events/stream",
    permission=Permission.READ,
    query=FollowEventsQuery,
    produces=(MEDIA_TYPE,),
    summary="Follow the log of events",
    tag=TAG,
)
async def follow_events(call: Call, query: FollowEventsQuery) -> Answer:
    """Server-sent events: each event as a message with its id, from now on or from the event that `Last-Event-ID` or
    `after` names. Nothing is lost, repeated, or out of order for a customer."""
    return Answer(Follow(query.after))


async def _position(call: Call, query: ListEventsQuery, page: cursors.Page) -> Position:
    """Raises Invalid for an event that there is not."""
    name = "after" if page.keyset.after_id is None else "cursor"
    event_id = page.keyset.after_id or query.after
    if event_id is None or event_id == BEGINNING.id:
        return BEGINNING
    found = await event_log.find_position(call.acting.tx, call.acting.tenant_id, event_id)
    if found is None:
        raise Invalid.field(name, "names no event of this log; begin again without it")
    return found
