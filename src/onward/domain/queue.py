"""The queue: into which part of somebody's day an interaction falls.

The instants are reckoned here; SQL compares with them, so that lists and counts cannot disagree.
"""

from datetime import datetime, time, timedelta
from typing import Literal

from msgspec import Struct

from onward.domain import schedule
from onward.domain.overdue import Cutoffs, cutoffs

Section = Literal["overdue", "today", "upcoming", "done_today"]
SECTIONS: tuple[Section, ...] = ("overdue", "today", "upcoming", "done_today")


class Day(Struct, frozen=True):
    """One member's day. Overdue goes by the tenant's day, as everywhere; the rest by the member's zone.

    What is planned for a time belongs to today before `ends_at`; what is planned for a whole day of the tenant's
    calendar, before `ends_for_whole_days_at`. What was completed from `begins_at` on was done today.
    """

    cutoffs: Cutoffs
    begins_at: datetime
    ends_at: datetime
    ends_for_whole_days_at: datetime


def day_of(now: datetime, tenant_zone: str, member_zone: str) -> Day:
    tomorrow = schedule.local_day(now, member_zone) + timedelta(days=1)
    return Day(
        cutoffs=cutoffs(now, tenant_zone),
        begins_at=schedule.start_of_day(now, member_zone),
        ends_at=schedule.local_moment(tomorrow, time(), member_zone),
        ends_for_whole_days_at=schedule.local_moment(tomorrow, time(), tenant_zone),
    )
