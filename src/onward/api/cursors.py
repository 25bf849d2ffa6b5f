"""Opaque cursors: where the next page begins, for which filter, as of which moment."""

import base64
import binascii
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec

from onward.domain import schedule
from onward.domain.errors import Invalid
from onward.domain.schedule import Moment
from onward.store.pages import Keyset, Order

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
Number = Annotated[int, msgspec.Meta(ge=-(2**31), le=2**31 - 1)]
Text = Annotated[str, msgspec.Meta(pattern=r"\A[^\x00]*\Z")]


class _Position(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """`at`, `number` or `text` is the value that the list is sorted by; all None for a null."""

    filter_hash: str
    now: Instant
    id: UUID
    at: Instant | None = None
    number: Number | None = None
    text: Text | None = None


_HOLDS = {"timestamptz": "at", "integer": "number", "text": "text"}
"""Which field of a position holds the values of an order, by their kind."""

_WORKING_ORDER = ("at", "number")
RELEVANCE = ("text",)


class Page(msgspec.Struct, frozen=True):
    """What a list request asks for: the keyset of its page and the moment that its pages share."""

    keyset: Keyset
    now: datetime
    filter_hash: str
    at: datetime | None = None
    number: int | None = None
    text: str | None = None

    def cursor(self, last_id: UUID, *values: object) -> str:
        """The cursor for the page after a row with this sort value, or these two of working order."""
        position = _Position(
            self.filter_hash,
            self.now,
            last_id,
            at=next((value for value in values if isinstance(value, datetime)), None),
            number=next((value for value in values if isinstance(value, int)), None),
            text=next((value for value in values if isinstance(value, str)), None),
        )
        return base64.urlsafe_b64encode(msgspec.json.encode(position)).rstrip(b"=").decode()


def page_of(
    query: msgspec.Struct,
    now: datetime,
    orders: Mapping[str, Order],
    scope: str = "",
    without_sort: Sequence[str] = _WORKING_ORDER,
) -> Page:
    """The page that a query asks for; `scope` tells apart lists that have no filter of their own, `without_sort` are
    the fields of a position in a list that is in no order of `orders`.

    The query has a `sort` that `orders` knows (or is in working order), `cursor`, `limit` and maybe `include`; all
    else is the filter. Raises Invalid for a cursor of another filter or of no list of ours.
    """
    asked: dict[str, Any] = msgspec.structs.asdict(query)
    cursor = asked.pop("cursor")
    asked.pop("limit")
    asked.pop("include", None)
    named = [type(query).__name__, scope, asked]
    filter_hash = hashlib.sha256(msgspec.json.encode(named)).hexdigest()[:16]
    sort = asked.get("sort") or ""
    order = Keyset(sort.removeprefix("-"), sort.startswith("-"))
    if cursor is None:
        return Page(order, now, filter_hash)
    position = _decoded(cursor)
    if position.filter_hash != filter_hash:
        raise Invalid.field("cursor", "belongs to another filter; begin again without it")
    fields = [_HOLDS[orders[order.sort].kind]] if sort else without_sort
    _check_fields(position, fields)
    keyset = msgspec.structs.replace(order, after_value=getattr(position, fields[0]), after_id=position.id)
    return Page(keyset, position.now, filter_hash, position.at, position.number, position.text)


def _check_fields(position: _Position, fields: Sequence[str]) -> None:
    """A value of another kind than the list is sorted by cannot have come from it."""
    if any(getattr(position, name) is not None for name in _HOLDS.values() if name not in fields):
        raise _not_ours()


def _decoded(cursor: str) -> _Position:
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        position = msgspec.json.decode(raw, type=_Position)
        for at in (position.now, position.at):
            if at is not None:
                schedule.bounded(Moment(at), "cursor")
    except (binascii.Error, ValueError, msgspec.MsgspecError, Invalid):
        raise _not_ours() from None
    return position


def _not_ours() -> Invalid:
    return Invalid.field("cursor", "is none that this list gave out; begin again without it")
