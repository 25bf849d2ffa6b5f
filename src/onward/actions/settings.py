"""A tenant's settings: change them."""

from collections.abc import Callable

import msgspec

from onward.actions import changes
from onward.actions.acting import Acting
from onward.domain import errors, tenant_settings
from onward.domain.records import Event, KeptSettings, TenantSettings
from onward.store import events, settings

Change = Callable[[TenantSettings], TenantSettings]


async def edit_settings(
    acting: Acting, change: Change, if_match: int | None = None
) -> tuple[KeptSettings, KeptSettings]:
    """Change the settings; the ones before and after. Every decision from now on goes by them.

    Raises Stale, and Invalid with the place of each fault.
    """
    await settings.lock_settings(acting.tx, acting.tenant_id)
    before = await settings.get_kept_settings(acting.tx, acting.tenant_id)
    changes.check_version(before.version, if_match)
    wanted = checked(change(before.settings))
    if wanted == before.settings:
        return before, before
    await settings.update_settings(acting.tx, acting.tenant_id, wanted, acting.now)
    names = [name for name in wanted.__struct_fields__ if getattr(wanted, name) != getattr(before.settings, name)]
    old, new = changes.picked(before.settings, names), changes.picked(wanted, names)
    event = Event(id=acting.new_id(), kind="settings.updated", old=old, new=new)
    await events.insert_events(acting.tx, acting.tenant_id, changes.writing(acting), [event])
    return before, msgspec.structs.replace(before, settings=wanted, version=before.version + 1, updated_at=acting.now)


def checked(wanted: TenantSettings) -> TenantSettings:
    """The same settings. Raises Invalid with the place of each fault."""
    faults = tenant_settings.faults(wanted)
    if faults:
        raise errors.Invalid(faults)
    return wanted
