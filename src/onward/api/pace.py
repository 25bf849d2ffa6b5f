"""How fast one caller may write: a bucket of tokens for each credential and each address, in this process.

Each process counts for itself; sign-ins, where guessing pays, are counted in the database instead.
"""

import math
import time
from collections.abc import Callable

from onward.domain.attempts import place
from onward.domain.errors import TooMany

_BURST_SECONDS = 10
# Several people and programs may share an address.
_ADDRESS_SHARE = 4
_MOST_BUCKETS = 10_000


class Pace:
    """`per_second` writes for each credential, for ten seconds at once if it was quiet; 0: as many as they like."""

    def __init__(self, per_second: int, timer: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_second
        self._timer = timer
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, credential: str, address: str | None) -> None:
        """Raises TooMany."""
        if self._per_second:
            self._take(credential, self._per_second)
            if address is not None:
                self._take(f"from {place(address)}", self._per_second * _ADDRESS_SHARE)

    def _take(self, key: str, per_second: int) -> None:
        now = self._timer()
        full = per_second * _BURST_SECONDS
        left, at = self._buckets.pop(key, (float(full), now))
        left = min(full, left + (now - at) * per_second)
        if len(self._buckets) >= _MOST_BUCKETS:
            del self._buckets[next(iter(self._buckets))]
        self._buckets[key] = (left - 1 if left >= 1 else left, now)
        if left < 1:
            wait_seconds = math.ceil((1 - left) / per_second)
            raise TooMany("These are more writes than one caller may send. Go slower.", max(1, wait_seconds))
