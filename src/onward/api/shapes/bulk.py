"""Bulk acts as they travel."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from onward.actions.bulk import Ran
from onward.api.shapes import fields
from onward.api.shapes.fields import Outcome, ShortText, Text, When
from onward.api.shapes.interactions import CreateInteractionIn, InteractionFilterIn, View
from onward.api.shapes.jobs import JobItemOut, JobOut, item_out
from onward.api.shapes.next_requests import NextIn
from onward.domain import schedule, spreading
from onward.domain.bulk import MOST_ITEMS, Reschedule, Spread
from onward.domain.errors import Invalid
from onward.domain.records import DayUnit, TenantSettings

Ids = Annotated[list[UUID], Meta(min_length=1, max_length=MOST_ITEMS)]
Day = Annotated[date, Meta(description="A day of the tenant's calendar, `YYYY-MM-DD`")]


class BulkFields(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which interactions: `ids`, or what a `filter` finds now (the open ones, unless it names a status). `dry_run`
    changes nothing and answers what would happen; `atomic` is all or nothing, of at most 1000."""

    ids: Ids | None = None
    filter: InteractionFilterIn | None = None
    dry_run: bool = False
    atomic: bool = False


class BulkCompleteIn(BulkFields, frozen=True, forbid_unknown_fields=True, kw_only=True):
    outcome: Outcome
    outcome_details: Text | None = None
    completed_at: When | None = None
    backdated: bool = False
    next: NextIn | None = None


class BulkSkipIn(BulkFields, frozen=True, forbid_unknown_fields=True, kw_only=True):
    reason: ShortText | None = None


class BulkCancelIn(BulkFields, frozen=True, forbid_unknown_fields=True, kw_only=True):
    reason: ShortText | None = None
    then: Literal["keep_moving", "advance", "exit"] = "keep_moving"


class BulkAssignIn(BulkFields, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """To one member or to nobody (`assignee_id`), or to several in turn (`assignee_ids`)."""

    assignee_id: UUID | UnsetType | None = UNSET
    assignee_ids: Annotated[list[UUID], Meta(min_length=1, max_length=200)] | None = None


class SpreadIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Over working days, today being the first unless `starts_on` says otherwise: so many of them (`days`), or those
    up to `until`. `per_day` is the most that an assignee may then have on one day."""

    starts_on: Day | None = None
    days: Annotated[int, Meta(ge=1, le=250)] | None = None
    until: Day | None = None
    per_day: Annotated[int, Meta(ge=1, le=10_000)] | None = None


class BulkRescheduleIn(BulkFields, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """To one or both times, or `by_days` (on, or back), or `spread`. Moving one date alone keeps the span."""

    scheduled_at: When | None = None
    due_at: When | None = None
    by_days: Annotated[int, Meta(ge=-3650, le=3650)] | None = None
    day_unit: DayUnit = "calendar"
    spread: SpreadIn | None = None


class BulkCreateIn(Struct, frozen=True, forbid_unknown_fields=True):
    interactions: Annotated[list[CreateInteractionIn], Meta(min_length=1, max_length=MOST_ITEMS)]
    dry_run: bool = False
    atomic: bool = False


class UndoJobIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to say."""


class DayLoadOut(Struct, frozen=True):
    """How many open interactions an assignee has planned for a day, before and after."""

    assignee_id: UUID | None
    day: date
    before: int
    after: int


class BulkOut(Struct, frozen=True):
    """`job` is the act's record, by which it can be undone; null after a dry run done at once. Of more than 1000
    items (status 202) the job runs by itself, and its items tell what came of each; else `data` does, in the order of
    the request. `load` is given where work was spread."""

    job: JobOut | None
    dry_run: bool
    done: int
    unchanged: int
    failed: int
    data: list[JobItemOut]
    load: list[DayLoadOut]


def bulk_out(ran: Ran, view: View, *, dry_run: bool) -> BulkOut:
    statuses = [item.status for item in ran.items]
    return BulkOut(
        job=None if ran.job is None else JobOut.of(ran.job),
        dry_run=dry_run,
        done=statuses.count("done"),
        unchanged=statuses.count("unchanged"),
        failed=statuses.count("failed"),
        data=[item_out(item, view) for item in ran.items],
        load=[DayLoadOut(each.assignee_id, each.day, each.before, each.after) for each in ran.load],
    )


def reschedule(wanted: BulkRescheduleIn, settings: TenantSettings, today: date) -> Reschedule:
    """Raises Invalid for one that says nothing or too much."""
    scheduled = fields.moment(wanted.scheduled_at, settings, "scheduled_at")
    due = fields.moment(wanted.due_at, settings, "due_at")
    ways = [scheduled is not None or due is not None, wanted.by_days is not None, wanted.spread is not None]
    if sum(ways) != 1:
        names = ("by_days", "spread", "scheduled_at", "due_at")
        raise Invalid.together(names, "say exactly one of by_days, spread, or scheduled_at and/or due_at")
    if wanted.day_unit == "business" and wanted.by_days is None:
        raise Invalid.field("day_unit", "goes with by_days")
    spread = None if wanted.spread is None else _spread(wanted.spread, settings, today)
    return Reschedule(scheduled, due, wanted.by_days, wanted.day_unit, spread)


def _spread(wanted: SpreadIn, settings: TenantSettings, today: date) -> Spread:
    begins_on = wanted.starts_on or today
    if (wanted.days is None) == (wanted.until is None):
        raise Invalid.together(("spread.days", "spread.until"), "say either days or until")
    for name, day in {"starts_on": begins_on, "until": wanted.until}.items():
        if day is not None and not schedule.FIRST_DAY <= day <= schedule.LAST_SPREAD_DAY:
            raise schedule.outside(f"spread.{name}")
    ends_on = wanted.until or spreading.last_of(settings.calendar, begins_on, wanted.days or 1)
    return Spread(begins_on, ends_on, wanted.per_day)
