"""A tenant's settings over HTTP. The server's own come from its environment and have no address."""

from datetime import date, timedelta

from onward.actions import settings
from onward.api.routing import Answer, Call, Routes
from onward.api.shapes.settings import (
    DayOffOut,
    DaysOffOut,
    DaysOffQuery,
    SettingsIn,
    SettingsOut,
    SettingsPreviewOut,
)
from onward.domain import schedule, tenant_settings
from onward.domain.errors import Invalid
from onward.domain.records import KeptSettings
from onward.domain.roles import Permission
from onward.store import settings as store_settings

ROUTES = Routes()
TAG = "Settings"
_A_YEAR = timedelta(days=365)
_LONGEST = timedelta(days=400)


@ROUTES.get("/v1/settings", permission=Permission.READ, answers=SettingsOut, summary="Get the settings", tag=TAG)
async def get_settings(call: Call) -> Answer:
    acting = call.acting
    return _answer(call, await store_settings.get_kept_settings(acting.tx, acting.tenant_id))


@ROUTES.put(
    "/v1/settings",
    permission=Permission.WRITE_SETTINGS,
    body=SettingsIn,
    answers=SettingsOut,
    if_match=True,
    summary="Change the settings",
    tag=TAG,
)
async def edit_settings(call: Call, body: SettingsIn) -> Answer:
    """Only the fields sent change. Every decision from now on goes by them; what is planned already stays."""
    before, after = await settings.edit_settings(call.acting, body.over, call.if_match)
    names = after.settings.__struct_fields__
    changed = [name for name in names if getattr(before.settings, name) != getattr(after.settings, name)]
    return _answer(call, after, changed=changed)


@ROUTES.post(
    "/v1/settings/preview",
    permission=Permission.READ,
    body=SettingsIn,
    answers=SettingsPreviewOut,
    summary="What would follow from other settings; nothing is written",
    tag=TAG,
)
async def preview_settings(call: Call, body: SettingsIn) -> Answer:
    acting = call.acting
    kept = await store_settings.get_kept_settings(acting.tx, acting.tenant_id)
    wanted = settings.checked(body.over(kept.settings))
    today = schedule.local_day(acting.now, wanted.zone)
    coming = tenant_settings.days_off(wanted.calendar, today, today + _A_YEAR)
    moment = tenant_settings.next_working_moment(wanted, acting.now)
    return Answer(SettingsPreviewOut(moment, [DayOffOut.of(day) for day in coming]))


@ROUTES.get(
    "/v1/days-off",
    permission=Permission.READ,
    query=DaysOffQuery,
    answers=DaysOffOut,
    summary="The days off on weekdays that are worked",
    tag=TAG,
)
async def list_days_off(call: Call, query: DaysOffQuery) -> Answer:
    """Public holidays by their names, and the tenant's own days off."""
    acting = call.acting
    kept = await store_settings.get_kept_settings(acting.tx, acting.tenant_id)
    first, last = _span(query, schedule.local_day(acting.now, kept.settings.zone))
    found = tenant_settings.days_off(kept.settings.calendar, first, last)
    return Answer(DaysOffOut([DayOffOut.of(day) for day in found]))


def _span(query: DaysOffQuery, today: date) -> tuple[date, date]:
    """Raises Invalid for days outside the calendar, or more than can be answered at once."""
    first = query.first or today
    if not schedule.FIRST_DAY <= first <= schedule.LAST_DAY - _LONGEST:
        raise Invalid.field("first", f"must lie between {schedule.FIRST_DAY} and {schedule.LAST_DAY - _LONGEST}")
    last = query.last or first + _A_YEAR
    if not first <= last <= first + _LONGEST:
        raise Invalid.field("last", f"must lie between `first` and {_LONGEST.days} days later")
    return first, last


def _answer(call: Call, kept: KeptSettings, changed: list[str] | None = None) -> Answer:
    moment = tenant_settings.next_working_moment(kept.settings, call.acting.now)
    details = None if changed is None else {"changed": changed}
    return Answer(SettingsOut.of(kept, moment), etag=kept.version, details=details, changes_access=changed is not None)
