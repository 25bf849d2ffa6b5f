"""A tenant's settings as they travel."""

from datetime import date
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from onward.api import patterns
from onward.api.shapes.customers import Zone
from onward.api.shapes.fields import Instant, Key, Text, Title
from onward.domain.records import (
    ConversationStatus,
    FollowUp,
    KeptSettings,
    Priority,
    RollRule,
    TenantSettings,
    WorkCalendar,
)
from onward.domain.tenant_settings import DayOff

Weekdays = Annotated[list[int], Meta(max_length=7, description="1 is Monday, 7 is Sunday")]
Clock = Annotated[str, Meta(pattern=patterns.CLOCK, description="`HH:MM`, local")]
Country = Annotated[str, Meta(max_length=2, description="Two letters, such as `DE`: its public holidays are days off")]
Subdivision = Annotated[str, Meta(max_length=10, description="A part of the country with holidays of its own")]
DaysOff = Annotated[list[date], Meta(max_length=1000, description="The tenant's own, besides public holidays")]
StatusByOutcome = Annotated[
    dict[str, ConversationStatus],
    Meta(max_length=100, description="What a linked conversation becomes, by outcome or `kind:` and an outcome kind"),
]
OffsetDays = Annotated[int, Meta(ge=0, le=3650)]


class CalendarOut(Struct, frozen=True):
    weekdays: list[int]
    opens_at: str
    closes_at: str
    holiday_country: str | None
    holiday_subdivision: str | None
    days_off: list[date]

    @classmethod
    def of(cls, calendar: WorkCalendar) -> "CalendarOut":
        return cls(
            weekdays=list(calendar.weekdays),
            opens_at=calendar.opens_at,
            closes_at=calendar.closes_at,
            holiday_country=calendar.holiday_country,
            holiday_subdivision=calendar.holiday_subdivision,
            days_off=list(calendar.days_off),
        )


class FollowUpOut(Struct, frozen=True):
    type: str
    title: str
    description: str | None
    scheduled_offset_days: int
    due_offset_days: int
    priority: Priority

    @classmethod
    def of(cls, follow_up: FollowUp) -> "FollowUpOut":
        return cls(*msgspec.structs.astuple(follow_up))


class SettingsOut(Struct, frozen=True):
    """`next_working_moment` is now while the tenant works, else when it next opens."""

    zone: str
    calendar: CalendarOut
    roll_rule: RollRule
    follow_up: FollowUpOut
    always_create_fallback: bool
    auto_repair: bool
    conversation_status: dict[str, ConversationStatus]
    next_working_moment: Instant
    version: int
    updated_at: Instant

    @classmethod
    def of(cls, kept: KeptSettings, next_working_moment: Instant) -> "SettingsOut":
        settings = kept.settings
        return cls(
            zone=settings.zone,
            calendar=CalendarOut.of(settings.calendar),
            roll_rule=settings.roll_rule,
            follow_up=FollowUpOut.of(settings.follow_up),
            always_create_fallback=settings.always_create_fallback,
            auto_repair=settings.auto_repair,
            conversation_status=settings.conversation_status,
            next_working_moment=next_working_moment,
            version=kept.version,
            updated_at=kept.updated_at,
        )


class CalendarIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Only the fields sent change."""

    weekdays: Weekdays | UnsetType = UNSET
    opens_at: Clock | UnsetType = UNSET
    closes_at: Clock | UnsetType = UNSET
    holiday_country: Country | UnsetType | None = UNSET
    holiday_subdivision: Subdivision | UnsetType | None = UNSET
    days_off: DaysOff | UnsetType = UNSET


class FollowUpIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Only the fields sent change. Title and description take the placeholders of templates."""

    type: Key | UnsetType = UNSET
    title: Title | UnsetType = UNSET
    description: Text | UnsetType | None = UNSET
    scheduled_offset_days: OffsetDays | UnsetType = UNSET
    due_offset_days: OffsetDays | UnsetType = UNSET
    priority: Priority | UnsetType = UNSET


class SettingsIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Only the fields sent change, inside `calendar` and `follow_up` too."""

    zone: Zone | UnsetType = UNSET
    calendar: CalendarIn | UnsetType = UNSET
    roll_rule: RollRule | UnsetType = UNSET
    follow_up: FollowUpIn | UnsetType = UNSET
    always_create_fallback: bool | UnsetType = UNSET
    auto_repair: bool | UnsetType = UNSET
    conversation_status: StatusByOutcome | UnsetType = UNSET

    def over(self, settings: TenantSettings) -> TenantSettings:
        """The settings with what is sent put in."""
        sent = _sent(self)
        if isinstance(self.calendar, CalendarIn):
            sent["calendar"] = _calendar(settings.calendar, self.calendar)
        if isinstance(self.follow_up, FollowUpIn):
            sent["follow_up"] = msgspec.structs.replace(settings.follow_up, **_sent(self.follow_up))
        return msgspec.structs.replace(settings, **sent)


def _calendar(calendar: WorkCalendar, wanted: CalendarIn) -> WorkCalendar:
    sent = _sent(wanted)
    if "weekdays" in sent:
        sent["weekdays"] = tuple(sorted(sent["weekdays"]))
    if "days_off" in sent:
        sent["days_off"] = tuple(sorted(set(sent["days_off"])))
    if sent.get("holiday_country", calendar.holiday_country) != calendar.holiday_country:
        sent.setdefault("holiday_subdivision", None)
    return msgspec.structs.replace(calendar, **sent)


def _sent(body: Struct) -> dict[str, Any]:
    return {name: value for name, value in msgspec.structs.asdict(body).items() if value is not UNSET}


class DayOffOut(Struct, frozen=True):
    """`name` is the public holiday's, null for a day of the tenant's own."""

    on: date
    name: str | None

    @classmethod
    def of(cls, day: DayOff) -> "DayOffOut":
        return cls(day.on, day.name)


class SettingsPreviewOut(Struct, frozen=True):
    """What would follow: when the tenant works next, and the days off on its weekdays in the coming year."""

    next_working_moment: Instant
    days_off: list[DayOffOut]


class DaysOffQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Both days included; at most 400 days."""

    first: Annotated[date, Meta(description="`YYYY-MM-DD`; left out: today")] | None = None
    last: Annotated[date, Meta(description="`YYYY-MM-DD`; left out: a year on")] | None = None


class DaysOffOut(Struct, frozen=True):
    data: list[DayOffOut]
