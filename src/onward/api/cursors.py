"""Opaque cursors: where the next page begins, for which filter, as of which moment."""

import base64
import binascii
import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from onward.domain.errors import Invalid
from onward.store.pages import Keyset


class _Position(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """`at`, `number` or `text` is the value that the list is sorted by; all None for a null."""

    filter_hash: str
    now: datetime
    id: UUID
    at: datetime | None = None
    number: int | None = None
    text: str | None = None


class Page(msgspec.Struct, frozen=True):
    """What a list request asks for: the keyset of its page and the moment that its pages share."""

    keyset: Keyset
    now: datetime
    filter_hash: str
    at: datetime | None = None
    number: int | None = None

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


def page_of(query: msgspec.Struct, now: datetime, scope: str = "") -> Page:
    """The page that a query asks for; `scope` tells apart lists that have no filter of their own.

    The query has `sort` (or is in working order), `cursor` and `limit`; all else is the filter.
    Raises Invalid for a cursor of another filter or of no list of ours.
    """
    asked: dict[str, Any] = msgspec.structs.asdict(query)
    cursor = asked.pop("cursor")
    asked.pop("limit")
    filter_hash = hashlib.sha256(msgspec.json.encode([scope, asked])).hexdigest()[:16]
    sort = asked.get("sort", "")
    order = Keyset(sort.removeprefix("-"), sort.startswith("-"))
    if cursor is None:
        return Page(order, now, filter_hash)
    position = _decoded(cursor)
    if position.filter_hash != filter_hash:
        raise Invalid.field("cursor", "belongs to another filter; begin again without it")
    value = position.text if position.at is None and position.number is None else position.at or position.number
    keyset = msgspec.structs.replace(order, after_value=value, after_id=position.id)
    return Page(keyset, position.now, filter_hash, position.at, position.number)


def _decoded(cursor: str) -> _Position:
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        return msgspec.json.decode(raw, type=_Position)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        raise Invalid.field("cursor", "is none that this list gave out; begin again without it") from None
