"""How instants travel between PostgreSQL and Python: microseconds since 2000 as eight bytes.

The driver's own decoding of an instant takes half a microsecond, and a page of fifty interactions holds some
four hundred. The same few come again and again (planned and first planned, created and changed, the rows of
a page that many look at), so those already decoded are remembered.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_REMEMBERED = 50_000


def encode(instant: datetime) -> bytes:
    """Raises TypeError for a datetime without a zone."""
    return ((instant - _EPOCH) // _MICROSECOND).to_bytes(8, "big", signed=True)


@lru_cache(maxsize=_REMEMBERED)
def decode(raw: bytes) -> datetime:
    """Raises OverflowError for what no datetime can hold; the product stores no infinite instants."""
    return _EPOCH + timedelta(microseconds=int.from_bytes(raw, "big", signed=True))
