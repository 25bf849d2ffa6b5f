"""When things happen on a day of the demo: one after the other within working hours, the same times on the same day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from random import Random

_OPENS_AT = time(9)
CLOSES_AT = time(17)


def moments(day: date, share: float) -> Iterator[datetime]:
    """One after the other, so that what happened later has the later id too. Each comes after up to twice this share
    of what is left of the day: a quiet day ends early, and however much there is to do, the office closes in time."""
    dice = Random(day.toordinal())
    at = datetime.combine(day, _OPENS_AT, UTC)
    closes_at = datetime.combine(day, CLOSES_AT, UTC)
    while True:
        at += (closes_at - at) * dice.uniform(0, 2 * share)
        yield at.replace(microsecond=0)
