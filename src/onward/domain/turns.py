"""When periodic work is due again, and the names of steps that others bring forward. The dice are an argument."""

from datetime import datetime, timedelta

RESUME_WORKFLOWS = "resume_workflows"

_SPREAD = 0.2
_FIRST_RETRY_SECONDS = 30
_LONGEST_RETRY_SECONDS = 3600
_DOUBLINGS = 10


def next_regular(now: datetime, every_seconds: float, jitter: float) -> datetime:
    """The next time after a good run: `every_seconds` from now, give or take a tenth, so that tenants spread out.

    `jitter` is from 0 to 1.
    """
    return now + timedelta(seconds=every_seconds * (1 - _SPREAD / 2 + _SPREAD * jitter))


def next_try(now: datetime, failed_times: int, jitter: float) -> datetime:
    """The next time after `failed_times` failures in a row: half a minute, doubled each time, at most an hour."""
    wait_seconds = _FIRST_RETRY_SECONDS * 2 ** min(failed_times - 1, _DOUBLINGS)
    return next_regular(now, min(wait_seconds, _LONGEST_RETRY_SECONDS), jitter)
