"""Notes about customers as they travel."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from onward.api.shapes.fields import Cursor, Instant, Limit
from onward.domain.records import Note

NoteBody = Annotated[str, Meta(min_length=1, max_length=10_000)]


class NoteOut(Struct, frozen=True):
    """`author_id` is the member who wrote it, or the API key that acts for none."""

    id: UUID
    customer_id: UUID
    author_id: UUID
    body: str
    version: int
    created_at: Instant
    updated_at: Instant

    @classmethod
    def of(cls, note: Note) -> "NoteOut":
        return cls(*msgspec.structs.astuple(note))


class NotePageOut(Struct, frozen=True):
    data: list[NoteOut]
    next_cursor: str | None


class NoteIn(Struct, frozen=True, forbid_unknown_fields=True):
    body: NoteBody


class ListNotesQuery(Struct, frozen=True, forbid_unknown_fields=True):
    sort: Literal["created_at", "-created_at"] = "-created_at"
    limit: Limit = 50
    cursor: Cursor | None = None
