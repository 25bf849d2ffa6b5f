"""A small memory for what may be a few seconds old: tenants, settings, credentials."""

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

MAX_AGE_SECONDS = 5.0
MAX_ENTRIES = 10_000


class Recent(Generic[K, V]):
    """Forgets after `max_age_seconds`, and the oldest first when there are too many."""

    def __init__(
        self,
        max_age_seconds: float = MAX_AGE_SECONDS,
        max_entries: int = MAX_ENTRIES,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._max_age_seconds = max_age_seconds
        self._max_entries = max_entries
        self._timer = timer
        self._entries: dict[K, tuple[float, V]] = {}

    def get(self, key: K) -> V | None:
        entry = self._entries.get(key)
        return entry[1] if entry is not None and entry[0] > self._timer() else None

    def put(self, key: K, value: V, *, asked_at: float) -> None:
        """Keep a value that was asked for at `asked_at` (of `now`): it ages from the question, not from
        the answer."""
        self._entries.pop(key, None)
        if len(self._entries) >= self._max_entries:
            del self._entries[next(iter(self._entries))]
        self._entries[key] = (asked_at + self._max_age_seconds, value)

    def clear(self) -> None:
        self._entries.clear()

    def now(self) -> float:
        return self._timer()
