"""Saved views as they travel, and what each screen's list can be asked."""

from typing import Annotated, Any, Literal
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from onward.api.query import QueryReader
from onward.api.shapes.campaigns import ListCampaignsQuery
from onward.api.shapes.conversations import ListConversationsQuery
from onward.api.shapes.customers import ListCustomersQuery
from onward.api.shapes.fields import Instant, Name
from onward.api.shapes.interactions import ListInteractionsQuery
from onward.api.shapes.templates import ListTemplatesQuery
from onward.api.shapes.workflows import ListWorkflowsQuery
from onward.domain import errors
from onward.domain.errors import Fault
from onward.domain.records import SavedView

Screen = Literal["interactions", "customers", "workflows", "templates", "campaigns", "conversations"]
Scope = Literal["personal", "team"]
Value = Annotated[str, Meta(max_length=500)]
ViewQuery = Annotated[
    dict[str, Value | list[Value]],
    Meta(description='Parameters of the screen\'s list, such as `{"status": ["pending"], "sort": "due_at"}`'),
]
MOST_VALUES = 200

_READERS: dict[str, QueryReader[Any]] = {
    "interactions": QueryReader(ListInteractionsQuery),
    "customers": QueryReader(ListCustomersQuery),
    "workflows": QueryReader(ListWorkflowsQuery),
    "templates": QueryReader(ListTemplatesQuery),
    "campaigns": QueryReader(ListCampaignsQuery),
    "conversations": QueryReader(ListConversationsQuery),
}


class ViewOut(Struct, frozen=True):
    """`owner_id` is who made it; a personal one is seen by its owner alone."""

    id: UUID
    name: str
    screen: Screen
    scope: Scope
    owner_id: UUID
    query: dict[str, list[str]]
    version: int
    created_at: Instant
    updated_at: Instant

    @classmethod
    def of(cls, view: SavedView) -> "ViewOut":
        return msgspec.convert(msgspec.structs.asdict(view), cls)


class ViewsOut(Struct, frozen=True):
    data: list[ViewOut]


class CreateViewIn(Struct, frozen=True, forbid_unknown_fields=True):
    name: Name
    screen: Screen
    query: ViewQuery = {}
    scope: Scope = "personal"


class EditViewIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Only the fields sent change. The screen stays."""

    name: Name | UnsetType = UNSET
    query: ViewQuery | UnsetType = UNSET
    scope: Scope | UnsetType = UNSET


class ListViewsQuery(Struct, frozen=True, forbid_unknown_fields=True):
    screen: list[Screen] = []


def checked_query(screen: str, query: dict[str, Any]) -> dict[str, list[str]]:
    """The query with every value in a list, as the screen's own list would read it.

    Raises Invalid with the place of each fault, such as `query.status`.
    """
    listed = {name: [value] if isinstance(value, str) else list(value) for name, value in query.items()}
    if "cursor" in listed:
        raise errors.Invalid.field("query.cursor", "is the place in one list, which a view does not keep")
    if sum(map(len, listed.values())) > MOST_VALUES:
        raise errors.Invalid.field("query", f"holds more than {MOST_VALUES} values")
    pairs = [(name, value) for name, values in listed.items() for value in values]
    try:
        _READERS[screen].read(urlencode(pairs).encode("ascii"))
    except errors.Invalid as invalid:
        raise errors.Invalid([Fault(f"query.{fault.field}", fault.message) for fault in invalid.faults]) from None
    return listed
