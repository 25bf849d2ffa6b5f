"""Notes about customers over HTTP."""

from onward.actions import notes
from onward.api import cursors
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes.notes import ListNotesQuery, NoteIn, NoteOut, NotePageOut
from onward.domain.records import Note
from onward.domain.roles import Permission
from onward.store import merged
from onward.store import notes as store_notes

ROUTES = Routes()
TAG = "Customers"


@ROUTES.get(
    "/v1/customers/{customer_id:uuid}/notes",
    permission=Permission.READ,
    query=ListNotesQuery,
    answers=NotePageOut,
    summary="List a customer's notes",
    tag=TAG,
)
async def list_notes(call: Call, query: ListNotesQuery) -> Answer:
    acting, customer_id = call.acting, call.id("customer_id")
    page = cursors.page_of(query, acting.now, store_notes.ORDERS, scope=str(customer_id))
    found = await store_notes.list_notes(acting.tx, acting.tenant_id, customer_id, page.keyset, query.limit + 1)
    if found is None:
        await merged.refuse_missing(acting.tx, acting.tenant_id, customer_id)
    shown = found[: query.limit]
    cursor = page.cursor(shown[-1].id, shown[-1].created_at) if len(found) > query.limit else None
    return Answer(NotePageOut([NoteOut.of(note) for note in shown], cursor))


@ROUTES.post(
    "/v1/customers/{customer_id:uuid}/notes",
    permission=Permission.WRITE_CUSTOMERS,
    body=NoteIn,
    answers=NoteOut,
    status=201,
    summary="Write a note about a customer",
    tag=TAG,
)
async def create_note(call: Call, body: NoteIn) -> Answer:
    made = await notes.add_note(call.acting, call.id("customer_id"), body.body)
    return _answer(made, f"/v1/notes/{made.id}")


@ROUTES.get(
    "/v1/notes/{note_id:uuid}",
    permission=Permission.READ,
    answers=NoteOut,
    summary="Get a note",
    tag=TAG,
)
async def get_note(call: Call) -> Answer:
    acting = call.acting
    found = await store_notes.get_note(acting.tx, acting.tenant_id, call.id("note_id"))
    return _answer(found)


@ROUTES.put(
    "/v1/notes/{note_id:uuid}",
    permission=Permission.WRITE_CUSTOMERS,
    body=NoteIn,
    answers=NoteOut,
    if_match=True,
    summary="Change one's own note",
    tag=TAG,
)
async def edit_note(call: Call, body: NoteIn) -> Answer:
    """Somebody else's note is refused."""
    return _answer(await notes.edit_note(call.acting, call.id("note_id"), body.body, call.if_match))


@ROUTES.delete(
    "/v1/notes/{note_id:uuid}",
    permission=Permission.WRITE_CUSTOMERS,
    status=204,
    if_match=True,
    summary="Remove one's own note",
    tag=TAG,
)
async def delete_note(call: Call) -> Answer:
    """Somebody else's note is refused."""
    await notes.remove_note(call.acting, call.id("note_id"), call.if_match)
    return Answer()


def _answer(note: Note, location: str | None = None) -> Answer:
    return Answer(NoteOut.of(note), etag=note.version, location=location)
