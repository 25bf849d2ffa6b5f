"""A small noun of its own, so that the edge is tried without any of the product's."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

from onward.api.routing import Answer, Call, Routes
from onward.domain import errors
from onward.domain.roles import Permission

ROUTES = Routes()


class NoteIn(Struct, frozen=True, forbid_unknown_fields=True):
    title: Annotated[str, Meta(min_length=1, max_length=300)]
    priority: Literal["low", "high"] = "low"


class NoteOut(Struct, frozen=True):
    id: UUID
    title: str
    asked_by: str


class ListNotesQuery(Struct, frozen=True):
    limit: Annotated[int, Meta(ge=1, le=200, description="How many at the most.")] = 50
    status: list[Literal["open", "done"]] | None = None
    q: str | None = None
    overdue: bool | None = None
    author_id: UUID | None = None


class NotesOut(Struct, frozen=True):
    limit: int
    status: list[str] | None
    q: str | None


@ROUTES.get(
    "/v1/notes",
    permission=Permission.READ,
    query=ListNotesQuery,
    answers=NotesOut,
    summary="List notes",
    tag="Notes",
)
async def list_notes(call: Call, query: ListNotesQuery) -> Answer:
    return Answer(NotesOut(query.limit, list(query.status) if query.status else None, query.q))


@ROUTES.post(
    "/v1/notes",
    permission=Permission.WRITE_INTERACTIONS,
    body=NoteIn,
    answers=NoteOut,
    status=201,
    summary="Write a note",
    tag="Notes",
)
async def create_note(call: Call, body: NoteIn) -> Answer:
    """Notes are short."""
    note = NoteOut(call.acting.new_id(), body.title, call.acting.actor.kind)
    return Answer(note, etag=1, location=f"/v1/notes/{note.id}", interaction_id=None)


@ROUTES.get(
    "/v1/notes/{note_id:uuid}",
    permission=Permission.READ,
    answers=NoteOut,
    also=(204,),
    summary="Read a note",
    tag="Notes",
)
async def get_note(call: Call) -> Answer:
    return Answer(NoteOut(call.id("note_id"), call.tenant.slug, call.acting.actor.kind), etag=3)


@ROUTES.put(
    "/v1/notes/{note_id:uuid}",
    permission=Permission.WRITE_INTERACTIONS,
    body=NoteIn,
    answers=NoteOut,
    if_match=True,
    summary="Change a note",
    tag="Notes",
)
async def update_note(call: Call, body: NoteIn) -> Answer:
    if call.if_match not in {None, 3}:
        raise errors.Stale("This note is at version 3. Read it again.")
    return Answer(NoteOut(call.id("note_id"), body.title, call.acting.actor.kind), etag=4)


@ROUTES.delete(
    "/v1/notes/{note_id:uuid}",
    permission=Permission.WRITE_MEMBERS,
    status=204,
    summary="Delete a note",
    tag="Notes",
)
async def delete_note(call: Call) -> Answer:
    return Answer()


@ROUTES.post("/v1/notes/{note_id:uuid}/read", permission=Permission.READ, status=204, summary="Mark it", tag="Notes")
async def read_note(call: Call) -> Answer:
    return Answer()


@ROUTES.post("/v1/notes/{note_id:uuid}/shred", permission=Permission.READ, status=204, summary="Shred it", tag="Notes")
async def shred_note(call: Call) -> Answer:
    raise RuntimeError("the password is swordfish")


@ROUTES.post("/v1/notes/{note_id:uuid}/send", permission=Permission.READ, status=204, summary="Send it", tag="Notes")
async def send_note(call: Call) -> Answer:
    raise errors.Unavailable("The post office is closed.")
