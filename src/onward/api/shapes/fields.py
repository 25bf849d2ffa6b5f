"""Field types that several shapes share, with their bounds."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from onward.api import patterns
from onward.domain import errors
from onward.domain.records import TenantSettings
from onward.domain.schedule import Moment, parse_moment
from onward.domain.vocabulary import ORIGINS, REASONS

Instant = Annotated[datetime, Meta(tz=True)]
Title = Annotated[str, Meta(min_length=1, max_length=300)]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
Text = Annotated[str, Meta(max_length=10_000)]
ShortText = Annotated[str, Meta(max_length=300)]
Origin = Annotated[str, Meta(extra_json_schema={"enum": list(ORIGINS)})]
Reason = Annotated[str, Meta(extra_json_schema={"enum": list(REASONS)})]
Key = Annotated[str, Meta(pattern=patterns.KEY, description="a-z, 0-9 and _, a letter first, at most 50")]
When = Annotated[
    str,
    Meta(
        max_length=40,
        description="ISO 8601 with an offset, `YYYY-MM-DD HH:MM:SS`, `YYYY-MM-DDTHH:MM` or `YYYY-MM-DD`; "
        "without an offset it is in the tenant's zone",
    ),
]
Outcome = Annotated[str, Meta(min_length=1, max_length=50, description="The key of an outcome")]
Metadata = Annotated[dict[str, Any], Meta(description="Up to 50 keys, 16 KiB, 8 levels deep")]
Limit = Annotated[int, Meta(ge=1, le=200, description="How many on a page")]
Cursor = Annotated[str, Meta(max_length=1000, description="`next_cursor` of the page before")]


def moment(text: str | None, settings: TenantSettings, field: str) -> Moment | None:
    """A time from a body or a query. Raises Invalid."""
    return None if text is None else parse_moment(text, settings.zone, field)


def instant(text: str | None, settings: TenantSettings, field: str) -> datetime | None:
    """The same as a bare instant. Raises Invalid."""
    found = moment(text, settings, field)
    return None if found is None else found.at


_MOST_KEYS = 50
_MOST_BYTES = 16 * 1024
_DEEPEST = 8


def checked_metadata(metadata: dict[str, Any], field: str = "metadata") -> dict[str, Any]:
    """Raises Invalid when it has too many keys, bytes (as JSON) or levels."""
    size = len(msgspec.json.encode(metadata))
    if len(metadata) > _MOST_KEYS:
        raise errors.Invalid.field(field, f"has {len(metadata)} keys; at most {_MOST_KEYS} are kept")
    if size > _MOST_BYTES:
        raise errors.Invalid.field(field, f"takes {size} bytes; at most {_MOST_BYTES} are kept")
    if _depth(metadata) > _DEEPEST:
        raise errors.Invalid.field(field, f"is nested deeper than {_DEEPEST} levels")
    return metadata


def _depth(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 0
